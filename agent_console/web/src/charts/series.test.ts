// Intervals become lines; where there was nothing to divide by the line has a gap.
import { expect, test } from 'vitest'
import { figures } from '../test/examples'
import { clockAt, linesOf, spanOf } from './series'

test('intervals become lines with gaps', () => {
  const none = {
    ...figures,
    offered: 0,
    answered: 0,
    abandoned: 0,
    service_level: null,
    longest_wait_s: null,
  }
  const lines = linesOf([
    { ...figures, start: '2026-11-21T01:00:00.000Z' },
    { ...none, start: '2026-11-21T01:30:00.000Z' },
  ])
  expect(lines.at).toEqual([1795222800, 1795224600])
  expect(lines.offered).toEqual([10, 0])
  expect(lines.level).toEqual([80, null])
  expect(lines.longest).toEqual([41, null])
})

test('times are those of the site', () => {
  expect(clockAt(1795222800, 'Asia/Shanghai')).toBe('09:00')
  expect(clockAt(1795222800, 'UTC')).toBe('01:00')
})

test('a day of one interval is as wide as that interval', () => {
  expect(spanOf({ at: [600], step: 1800 })).toEqual([600, 2400])
  expect(spanOf({ at: [600, 2400], step: 1800 })).toEqual([600, 4200])
})
