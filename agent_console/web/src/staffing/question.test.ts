// From what was typed to what is asked.
import { expect, test } from 'vitest'
import { numbersIn, searchOf, today, usual } from './question'

test('a day asks nothing that was not typed', () => {
  const asked = Object.fromEntries(searchOf(usual('2026-02-02')))
  expect(asked).toEqual({
    day: '2026-02-02',
    minutes: '30',
    target: '0.8',
    threshold: '20',
    shrinkage: '0.3',
  })
})

test('calls go with their handling time and patience, and without the day', () => {
  const typed = { ...usual('2026-02-02'), of: 'calls' as const, calls: '12, 20\n9', aht: 180, patience: 90 }
  const asked = Object.fromEntries(searchOf({ ...typed, queue: 'sales' }))
  expect(asked).toMatchObject({ calls: '12,20,9', first: '09:00', aht: '180', patience: '90' })
  expect(asked).not.toHaveProperty('day')
  expect(asked).not.toHaveProperty('queue')
})

test('numbers are taken as they are pasted', () => {
  expect(numbersIn(' 1\t2，3、 4;5 \n')).toBe('1,2,3,4,5')
})

test('today is this browser’s own', () => {
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
})
