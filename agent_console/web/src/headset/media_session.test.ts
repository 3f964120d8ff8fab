import { expect, test } from 'vitest'
import { followMediaKeys } from './media_session'

function session(known: string[]) {
  const handlers: Record<string, (() => void) | null> = {}
  const active: boolean[] = []
  return {
    handlers,
    active,
    setActionHandler: (action: string, handler: (() => void) | null) => {
      if (!known.includes(action)) throw new TypeError('unknown action')
      handlers[action] = handler
    },
    setMicrophoneActive: (on: boolean) => void active.push(on),
  }
}

test('the keys work during a call, and are given back after it', () => {
  const keys = session(['hangup', 'togglemicrophone'])
  const ordered: string[] = []
  followMediaKeys({ muted: true }, (order) => ordered.push(order), keys)
  keys.handlers.hangup!()
  keys.handlers.togglemicrophone!()
  expect(ordered).toEqual(['hang_up', 'mute'])
  expect(keys.active).toEqual([false])
  followMediaKeys(null, () => {}, keys)
  expect(keys.handlers).toEqual({ hangup: null, togglemicrophone: null })
})

test('a browser that knows only some keys, or none, is used as it is', () => {
  const keys = session(['togglemicrophone'])
  followMediaKeys({ muted: false }, () => {}, keys)
  expect(Object.keys(keys.handlers)).toEqual(['togglemicrophone'])
  followMediaKeys({ muted: false }, () => {}, undefined)
})
