import { expect, test } from 'vitest'
import { loudnessOf } from './level'

test('silence is nothing, speech is half, a shout is all', () => {
  expect(loudnessOf(new Float32Array(128))).toBe(0)
  expect(loudnessOf(new Float32Array(128).fill(0.125))).toBeCloseTo(0.5)
  expect(loudnessOf(new Float32Array(128).fill(0.9))).toBe(1)
  expect(loudnessOf(new Float32Array(0))).toBe(0)
})
