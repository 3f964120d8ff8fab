import { expect, test } from 'vitest'
import type { CallView } from '../desk/call'
import type { PhoneCall } from '../phone/state'
import type { DeskAction } from '../wire'
import { LED_MUTE, LED_OFF_HOOK, LED_RING } from './hid'
import { lampsOf, meaningOf } from './meaning'

const view = (stage: CallView['stage'], legal: DeskAction[], muted = false) => ({
  stage,
  legal: new Set(legal),
  phone: { muted } as PhoneCall,
})
const ringing = view('ringing', ['answer', 'reject'])
const talking = view('talking', ['mute', 'hang_up'])
const muted = view('talking', ['mute', 'hang_up'], true)

test('taking the hook off answers, putting it on hangs up', () => {
  expect(meaningOf('off_hook', ringing)).toBe('answer')
  expect(meaningOf('on_hook', talking)).toBe('hang_up')
  expect(meaningOf('off_hook', talking)).toBeNull()
  expect(meaningOf('on_hook', ringing)).toBeNull()
})

test('a hook that is only pressed does what can be done', () => {
  expect(meaningOf('hook_press', ringing)).toBe('answer')
  expect(meaningOf('hook_press', talking)).toBe('hang_up')
})

test('mute toggles, or is set where the headset knows its state', () => {
  expect(meaningOf('toggle_mute', muted)).toBe('mute')
  expect(meaningOf('mute', muted)).toBeNull()
  expect(meaningOf('unmute', muted)).toBe('mute')
  expect(meaningOf('mute', talking)).toBe('mute')
  expect(meaningOf('unmute', talking)).toBeNull()
})

test('with no call a button does nothing', () => {
  for (const order of ['off_hook', 'on_hook', 'hook_press', 'toggle_mute'] as const)
    expect(meaningOf(order, null)).toBeNull()
})

test('the lamps tell of ringing, of a call, of silence', () => {
  expect([...lampsOf(ringing)]).toEqual([LED_RING])
  expect([...lampsOf(muted)]).toEqual([LED_OFF_HOOK, LED_MUTE])
  expect([...lampsOf(view('wrap_up', []))]).toEqual([])
  expect(lampsOf(null).size).toBe(0)
})
