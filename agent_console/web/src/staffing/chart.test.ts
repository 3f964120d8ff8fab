// The geometry of the staffing chart.
import { expect, test } from 'vitest'
import { box, columns, far, ground, heightOf, isLabelled, roundMaximum, steps, ticks } from './chart'

test.each([
  [[], 4],
  [[3], 4],
  [[5], 8],
  [[37, 12], 40],
  [[41], 80],
  [[101], 200],
  [[950], 1000],
])('the axis for %j ends at %i', (values, maximum) => {
  expect(roundMaximum(values)).toBe(maximum)
  expect(ticks(maximum).every((tick) => Number.isInteger(tick.value))).toBe(true)
})

test('nothing lies on the ground, the greatest at the top', () => {
  expect(heightOf(0, 40)).toBe(ground)
  expect(heightOf(40, 40)).toBe(box.top)
})

test('columns fill the plot from end to end', () => {
  const three = columns(3)
  expect(three[0]!.x).toBe(box.left)
  expect(three[2]!.x + three[2]!.width).toBe(far)
})

test('steps are level, and broken where nobody is needed', () => {
  const path = steps([4, 8, null, 4], 8)
  expect(path.match(/M/g)).toHaveLength(2)
  expect(path.match(/V/g)).toHaveLength(1)
  expect(steps([null], 4)).toBe('')
})

test('a crowded axis names some intervals, an easy one all', () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, place) => isLabelled(place, count)).filter(Boolean)
  expect(named(12)).toHaveLength(12)
  expect(named(48)).toHaveLength(16)
})
