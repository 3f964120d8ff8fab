// Patience ends once, then starts anew.
import { expect, test } from 'vitest'
import { Patience } from './patience'

test('a short weakness is let pass', () => {
  const patience = new Patience(10_000)
  expect(patience.isOver(false, 0)).toBe(false)
  expect(patience.isOver(true, 9000)).toBe(false)
  expect(patience.isOver(false, 9500)).toBe(false)
  expect(patience.isOver(false, 19_000)).toBe(false)
})

test('a long one ends it, once', () => {
  const patience = new Patience(10_000)
  patience.isOver(false, 0)
  expect(patience.isOver(false, 10_000)).toBe(true)
  expect(patience.isOver(false, 10_250)).toBe(false)
})
