// Twelve keys with names, and what was sent.
import { expect, test, vi } from 'vitest'
import { show } from '../test/mount'
import Keypad from './Keypad.svelte'

test('each key sends its own sign', () => {
  const press = vi.fn()
  const shown = show(Keypad, { press, sent: '15' })
  for (const id of ['key-1', 'key-0', 'key-star', 'key-hash']) shown.press(id)
  expect(press.mock.calls.flat()).toEqual(['1', '0', '*', '#'])
  expect(shown.find('keypad-sent')?.textContent).toBe('15')
})
