import { expect, test } from 'vitest'
import { asksToPickUp } from './pick_up'

test.each([
  ['Auto Answer', true],
  ['<http://127.0.0.1>;info=auto-answer', true],
  ['ring-loud', false],
  [undefined, false],
])('an invitation with %s picks up by itself: %s', (header, picksUp) => {
  expect(asksToPickUp(header)).toBe(picksUp)
})
