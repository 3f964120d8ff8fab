// The call card offers what is legal, and nothing else.
import { beforeEach, expect, test } from 'vitest'
import { serverClock } from '../live/clock.svelte'
import { silentPhone, type PhoneCall } from '../phone/state'
import { speakEnglish } from '../test/catalogue'
import { desk, ringingCall } from '../test/examples'
import { show } from '../test/mount'
import type { DeskCall } from '../wire'
import { viewCall } from './call'
import CallCard from './CallCard.svelte'

beforeEach(speakEnglish)

const buttons = ['answer', 'reject', 'hold', 'retrieve', 'mute', 'keypad', 'hang-up', 'finish']
const ringing: PhoneCall = {
  leg: 1,
  id: 'c1',
  stage: 'ringing',
  rejoin: false,
  number: '1',
  name: null,
  muted: false,
  progressing: false,
  since: 0,
}
function card(call: Partial<DeskCall>, phone: PhoneCall | null) {
  const whole = { ...desk, call: { ...ringingCall, ...call } }
  const view = viewCall(whole, { ...silentPhone, calls: phone ? [phone] : [] }, 'open')!
  const shown = show(CallCard, { view, queueName: 'Sales' })
  return { ...shown, offered: buttons.filter((id) => shown.find(id)) }
}

test('a ringing call shows who it is and can be answered or declined', () => {
  const shown = card({}, ringing)
  expect(shown.find('customer-name')?.textContent).toContain('Wang Fang')
  expect(shown.find('call-stage')?.dataset.stage).toBe('ringing')
  expect(shown.offered).toEqual(['answer', 'reject'])
})

test('before the phone rings there is no dead answer button', () => {
  const shown = card({}, null)
  expect(shown.offered).toEqual(['reject'])
  expect(shown.words()).toContain('about to ring')
})

test('a conversation offers hold, mute, keypad, hang-up and the outcomes', () => {
  const shown = card(
    {
      stage: 'talking',
      answered_at: ringingCall.offered_at,
      legal: ['hold', 'mute', 'keypad', 'disposition'],
    },
    { ...ringing, stage: 'talking' },
  )
  expect(shown.offered).toEqual(['hold', 'mute', 'keypad', 'hang-up'])
  expect(shown.find('disposition-solved')?.textContent).toContain('Solved')
})

test('muted is said in words', () => {
  const shown = card({ stage: 'talking', legal: ['mute'] }, { ...ringing, stage: 'talking', muted: true })
  expect(shown.find('mute')?.getAttribute('aria-pressed')).toBe('true')
  expect(shown.words()).toContain('cannot hear you')
})

test('wrap-up counts down and can be finished', () => {
  serverClock.sync(new Date().toISOString())
  const ends = new Date(serverClock.now + 30_000).toISOString()
  const shown = card({ stage: 'wrap_up', wrap_up_ends_at: ends, legal: ['note', 'finish'] }, null)
  expect(shown.offered).toEqual(['finish'])
  expect(shown.find('wrap-up-remaining')?.textContent).toBe('0:30')
})

test('while the customer of a callback is dialled there is nothing to answer, but who it is', () => {
  const shown = card({ stage: 'dialling', legal: ['reject'] }, null)
  expect(shown.find('call-stage')?.textContent).toContain('Calling the customer')
  expect(shown.find('customer-name')?.textContent).toContain('Wang Fang')
  expect(shown.offered).toEqual(['reject'])
  expect(shown.words()).not.toContain('about to ring')
  expect(shown.find('disposition-solved')).toBeNull()
})
