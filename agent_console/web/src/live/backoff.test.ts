// The wait grows, has a floor and a ceiling, and differs by chance.
import { expect, test } from 'vitest'
import { waitBefore } from './backoff'

test('it starts at 0.3 s and ends at 5 s', () => {
  expect(waitBefore(0, 0)).toBe(300)
  expect(waitBefore(0, 1)).toBe(300)
  expect(waitBefore(30, 1)).toBe(5000)
  expect(waitBefore(30, 0)).toBe(2500)
})

test('it grows from attempt to attempt', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempt) => waitBefore(attempt, 0.5))
  expect([...waits].sort((one, other) => one - other)).toEqual(waits)
})
