// Figures must read right at their edges: zero, a minute, an hour, and nothing at all.
import { expect, test } from 'vitest'
import { clock, count, day, dayAndTime, lasting, percent, seconds, secondsBetween, time } from './format'

test('a clock runs past minutes and hours and never below zero', () => {
  expect([clock(0), clock(7.9), clock(754), clock(3723), clock(-4)]).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '1:02:03',
    '0:00',
  ])
})

test('durations are short below a minute and clocks above', () => {
  expect(seconds('en', 12.4)).toBe('12s')
  expect(seconds('zh', 12.4)).toMatch(/12\s?秒/)
  expect(seconds('en', 89.6)).toBe('1:30')
  expect(seconds('en', null)).toBe('–')
})

test('shares are percents; no calls is no figure', () => {
  expect(percent('en', 0.807)).toBe('81%')
  expect(percent('zh', null)).toBe('–')
  expect(count('en', 12345)).toBe('12,345')
})

test('times are of the wanted zone', () => {
  expect(time('en', '2026-11-21T20:22:30.123Z', 'Asia/Shanghai')).toBe('04:22:30')
  expect(day('en', '2026-11-21')).toContain('21 November 2026')
  expect(day('zh', '2026-11-21')).toContain('2026年11月21日')
  expect(dayAndTime('zh', '2026-11-21T12:00:00.000Z')).toContain('2026')
})

test('a time ahead of the clock is no negative wait', () => {
  expect(secondsBetween('2026-11-21T20:00:00.000Z', Date.parse('2026-11-21T20:00:05.500Z'))).toBe(5.5)
  expect(secondsBetween('2026-11-21T20:00:09.000Z', Date.parse('2026-11-21T20:00:05.500Z'))).toBe(0)
})

test('how long a state lasts is in the language’s own units', () => {
  expect(lasting('en', 42.9)).toBe('42 secs')
  expect(lasting('en', 725)).toBe('12 mins 5 secs')
  expect(lasting('en', 4330)).toBe('1 hr 12 mins')
  expect(lasting('zh', 725)).toMatch(/12.?分钟 5.?秒/)
})
