// What a form says is what is sent, and no more.
import { expect, test } from 'vitest'
import { empty, wishFrom } from './wish'

test('what is left empty is not sent', () => {
  expect(wishFrom({ ...empty('sales'), number: ' 138 0013 8001 ' })).toEqual({
    queue: 'sales',
    number: '138 0013 8001',
  })
})

test('a window is sent with its distance from UTC settled', () => {
  const typed = { ...empty('sales'), number: '1', from: '2026-06-01T10:00', until: '2026-06-01T12:00' }
  const wish = wishFrom({ ...typed, name: ' Wang ', note: ' offer ' })
  expect(wish).toMatchObject({ name: 'Wang', note: 'offer' })
  expect(wish.not_before).toBe(new Date('2026-06-01T10:00').toISOString())
  expect(wish.not_after).toMatch(/Z$/)
})
