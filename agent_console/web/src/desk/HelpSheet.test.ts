// The help names every key that orders anything on the desk, and no key that does nothing.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { presence } from '../session.svelte'
import type { DeskAction } from '../wire'
import HelpSheet from './HelpSheet.svelte'
import { opensMenu } from './canned'
import { keyCaps, orderFor, tabFor } from './keys'

const everything: DeskAction[] = [
  'answer',
  'reject',
  'hold',
  'retrieve',
  'mute',
  'keypad',
  'hang_up',
  'note',
  'disposition',
  'finish',
  'extend',
  'consult',
  'transfer',
  'complete',
  'toggle',
  'join',
  'take_back',
  'park',
  'record',
  'listen',
  'whisper',
  'barge',
  'take_over',
]
const printable = Array.from({ length: 95 }, (_, place) => String.fromCharCode(32 + place))
const named = ['Escape', 'Enter', 'Tab', 'Backspace', 'Delete', 'ArrowUp', 'ArrowDown', 'F1', 'F2']

beforeEach(speakEnglish)

function order(key: string, keypadOpen: boolean) {
  const { dispositions } = presence.catalogue
  return orderFor(key, {
    legal: new Set(everything),
    dispositions,
    keypadOpen,
    writing: false,
    singleKeys: true,
  })
}
function capOf(key: string): string {
  if (key === 'Escape') return keyCaps.leave
  if (/^[0-9*#]$/.test(key) && !order(key, false)) return keyCaps.tones
  return key.toUpperCase()
}
function listed(): string[] {
  const shown = show(HelpSheet, { onclose: () => {} })
  return [...shown.target.querySelectorAll('kbd')].map((cap) => cap.textContent)
}

test('every key that orders something is listed', () => {
  const caps = listed()
  const ordering = [...printable, ...named].filter((key) => order(key, false) ?? order(key, true))
  expect(ordering.length).toBeGreaterThan(20)
  for (const key of ordering) expect(caps, `the key ${key}`).toContain(capOf(key))
})

test('every listed key orders something, and is listed once', () => {
  const caps = listed()
  expect(new Set(caps).size).toBe(caps.length)
  const known = [...printable, ...named].filter((key) => order(key, false) ?? order(key, true)).map(capOf)
  const alt = { altKey: true, ctrlKey: false, metaKey: false }
  if ([1, 2, 3, 4, 5].every((digit) => tabFor({ ...alt, code: `Digit${digit}` }) === digit - 1))
    known.push(keyCaps.tabs)
  if (opensMenu(keyCaps.canned, '', 0)) known.push(keyCaps.canned)
  for (const cap of caps) expect(known, `the cap ${cap}`).toContain(cap)
})
