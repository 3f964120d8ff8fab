// A menu's list is always seen whole.
import { expect, test } from 'vitest'
import { ledTo, placed } from './menu_item'

const list = { width: 200, height: 150 }
const window = { width: 800, height: 600 }

test('below its button, and flush with its right edge', () => {
  expect(placed({ top: 100, bottom: 140, right: 700 }, list, window)).toEqual({ left: 500, top: 144 })
})

test('above it near the lower edge, and never beyond a side', () => {
  expect(placed({ top: 540, bottom: 580, right: 790 }, list, window)).toEqual({ left: 590, top: 386 })
  expect(placed({ top: 540, bottom: 580, right: 40 }, list, window).left).toBe(8)
  expect(placed({ top: 40, bottom: 580, right: 400 }, list, window).top).toBe(8)
})

test('arrows go round, Home and End to the ends', () => {
  expect(['ArrowDown', 'ArrowUp', 'Home', 'End', 'x'].map((key) => ledTo(key, 2, 3))).toEqual([
    0,
    1,
    0,
    2,
    null,
  ])
  expect(ledTo('ArrowUp', 0, 3)).toBe(2)
  expect(ledTo('ArrowDown', -1, 3)).toBe(0)
  expect(ledTo('ArrowDown', -1, 0)).toBeNull()
})
