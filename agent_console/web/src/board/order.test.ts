// Rows keep their places while states change; the logged out come last.
import { expect, test } from 'vitest'
import { agent } from '../test/examples'
import { inOrder } from './order'

test('logged out last, else by name', () => {
  const rows = [
    { ...agent, id: 'a', name: 'Zhou', state: 'ready' as const },
    { ...agent, id: 'b', name: 'Adams', state: 'logged_out' as const },
    { ...agent, id: 'c', name: 'Lin', state: 'talking' as const },
  ]
  expect(inOrder(rows).map((row) => row.id)).toEqual(['c', 'a', 'b'])
  expect(rows[0]!.id).toBe('a')
})
