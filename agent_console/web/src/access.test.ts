// Roles and pages.
import { expect, test } from 'vitest'
import { homeOf, mayCancelCallbacks, mayDirect, mayImport, mayOpen, pagesFor } from './access'
import type { User } from './wire'

const user = (role: User['role'], agent: string | null): User => ({
  id: 'u1',
  username: 'lin',
  name: 'Lin',
  role,
  language: 'en',
  agent,
})

test('an agent lands on the desk and may look customers up, not import them', () => {
  const lin = user('agent', '1001')
  expect(homeOf(lin)).toBe('/desk')
  expect(pagesFor(lin)).toEqual(['desk', 'callbacks', 'customers'])
  expect(mayCancelCallbacks(lin)).toBe(false)
  expect(mayImport(lin)).toBe(false)
  expect(mayOpen(lin, 'board')).toBe(false)
  expect(mayOpen(lin, 'audit')).toBe(false)
  expect(mayDirect(lin)).toBe(false)
  expect(mayOpen(lin, 'queues')).toBe(false)
})

test('a supervisor lands on the board; one who answers calls has a desk too', () => {
  expect(homeOf(user('supervisor', null))).toBe('/board')
  expect(pagesFor(user('administrator', null))).toEqual([
    'board',
    'report',
    'staffing',
    'queues',
    'callbacks',
    'customers',
    'audit',
    'film',
    'admin',
  ])
  expect(pagesFor(user('supervisor', '1002'))).toContain('desk')
  expect(mayOpen(user('supervisor', null), 'customer')).toBe(true)
  expect(mayOpen(user('supervisor', null), 'desk')).toBe(false)
})
