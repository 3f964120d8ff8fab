// Who administers what.
import { expect, test } from 'vitest'
import { supervisor } from '../test/examples'
import { sectionOf, sections, sectionsFor } from './sections'

test('an administrator all, a supervisor neither users nor tokens nor webhooks', () => {
  const administrator = { ...supervisor, role: 'administrator' as const }
  expect(sectionsFor(administrator)).toEqual([...sections])
  expect(sectionsFor(supervisor)).toEqual([
    'roles',
    'agents',
    'words',
    'scripts',
    'articles',
    'notes',
    'flows',
    'prompts',
    'trunks',
  ])
  expect(sectionOf(administrator, 'tokens')).toBe('tokens')
  expect(sectionOf(supervisor, 'tokens')).toBe('roles')
  expect(sectionOf(administrator, null)).toBe('users')
})
