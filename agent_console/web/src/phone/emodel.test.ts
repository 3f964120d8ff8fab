// The E-model's landmarks.
import { expect, test } from 'vitest'
import { mosOf, ratingOf } from './emodel'

const still = { loss: 0, jitterMs: 0, rttMs: 0, codec: 'opus' }

test('a still network is as good as a telephone gets', () => {
  expect(ratingOf(still)).toBeCloseTo(92.6, 1)
  expect(mosOf(ratingOf(still))).toBeCloseTo(4.4, 1)
})

test.each([
  [93.2, 4.41],
  [80, 4.02],
  [70, 3.6],
  [60, 3.1],
  [50, 2.58],
])('R %d is a MOS of %d, as G.107 has it', (rating, mos) => {
  expect(mosOf(rating)).toBeCloseTo(mos, 1)
})

test('a score is never below 1 nor above 4.5', () => {
  expect(mosOf(-5)).toBe(1)
  expect(mosOf(0)).toBe(1)
  expect(mosOf(120)).toBe(4.5)
  expect(ratingOf({ loss: 1, jitterMs: 900, rttMs: 9000, codec: 'opus' })).toBe(0)
})

test('loss, jitter and delay each make it worse, and delay more so beyond 177 ms', () => {
  const rating = (change: object) => ratingOf({ ...still, ...change })
  expect(rating({ loss: 0.05 })).toBeLessThan(rating({ loss: 0.01 }))
  expect(rating({ jitterMs: 40 })).toBeLessThan(rating({}))
  expect(rating({ rttMs: 200 }) - rating({ rttMs: 300 })).toBeLessThan(
    rating({ rttMs: 400 }) - rating({ rttMs: 500 }),
  )
})

test('a codec nobody knows is reckoned as G.711', () => {
  expect(ratingOf({ ...still, codec: 'unheard-of', loss: 0.02 })).toBe(
    ratingOf({ ...still, codec: 'PCMU', loss: 0.02 }),
  )
})
