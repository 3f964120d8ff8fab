// A call on a good line, on a bad one, and on hold.
import { expect, test } from 'vitest'
import { figuresOf, gradeOf, hear, sampleOf, unheard, type Counters, type Sample } from './quality'

const start: Counters = { received: 0, lost: 0, jitterMs: 2, rttMs: 30, farLoss: 0, codec: 'opus' }
const after = (change: Partial<Counters>) => sampleOf(start, { ...start, received: 100, ...change })!
const told = (...samples: Sample[]) => samples.reduce(hear, unheard)
const good = after({})
const slow = after({ rttMs: 900 })
const lossy = after({ lost: 6 })

test('what was lost since the last look is what counts', () => {
  const before = { ...start, received: 1000, lost: 500 }
  expect(sampleOf(before, { ...before, received: 1095, lost: 505 })!.loss).toBeCloseTo(0.05)
  expect(good.loss).toBe(0)
})

test('what the far end misses counts as well: the customer hears that', () => {
  expect(after({ farLoss: 0.08 }).loss).toBeCloseTo(0.08)
})

test('while nothing comes nothing is said', () => {
  expect(sampleOf(start, start)).toBeNull()
})

test('words for a sample', () => {
  expect([good, after({ rttMs: 500 }), slow, lossy].map(gradeOf)).toEqual(['good', 'fair', 'poor', 'poor'])
})

test('three poor samples in a row warn, two do not', () => {
  expect(told(slow, slow, good, slow, slow).warns).toBe(false)
  expect(told(good, slow, slow, slow).warns).toBe(true)
})

test('more than three of a hundred lost warn at once', () => {
  expect(told(good, lossy).warns).toBe(true)
})

test('a warning stays until it has been well for a while', () => {
  expect(told(lossy, good, good).warns).toBe(true)
  expect(told(lossy, good, good, good).warns).toBe(false)
})

test('the call’s figures are means, and the worst', () => {
  const figures = figuresOf(told(good, slow))!
  expect(figures.mos_min).toBe(slow.mos)
  expect(figures.mos).toBeCloseTo((good.mos + slow.mos) / 2)
  expect(figures.rtt_ms).toBe(465)
  expect(figuresOf(unheard)).toBeNull()
})
