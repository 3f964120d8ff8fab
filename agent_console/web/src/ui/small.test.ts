// The small parts: what is only drawn is silent to those who hear the page; what is said is said to them as well.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onCall } from '../desk/on_call.svelte'
import { speech } from '../language/language.svelte'
import { serverClock } from '../live/clock.svelte'
import { notice } from '../notice.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import CallElsewhere from './CallElsewhere.svelte'
import Elapsed from './Elapsed.svelte'
import Lamp from './Lamp.svelte'
import Lasting from './Lasting.svelte'
import Mark from './Mark.svelte'
import Notice from './Notice.svelte'
import Vip from './Vip.svelte'

beforeEach(() => {
  speakEnglish()
  notice.clear()
})
afterEach(() => {
  onCall.active = false
})

// The server says what time it is; the beat between two lines of a test adds less than half a second.
function itIs(time: string) {
  serverClock.sync(`2026-11-21T${time}.400Z`)
  flushSync()
}

test('a lamp is of one colour and size, and leaves the words to what stands beside it', () => {
  const lamp = (props: { light: 'talking' | 'bad'; size?: 'large' }) =>
    show(Lamp, props).target.querySelector('.lamp')!
  expect([...lamp({ light: 'talking' }).classList]).toEqual(expect.arrayContaining(['talking', 'small']))
  const bad = lamp({ light: 'bad', size: 'large' })
  expect([...bad.classList]).toEqual(expect.arrayContaining(['bad', 'large']))
  expect([...bad.classList]).not.toContain('talking')
  expect(bad.getAttribute('aria-hidden')).toBe('true')
})

test('the mark is as large as it is asked to be, and hidden from those who hear the page', () => {
  const mark = (size?: number) => show(Mark, { size }).target.querySelector('svg')!
  expect(mark().getAttribute('width')).toBe('28')
  expect([mark(64).getAttribute('width'), mark(64).getAttribute('height')]).toEqual(['64', '64'])
  expect(mark().getAttribute('aria-hidden')).toBe('true')
})

test('a customer who matters most is marked by a word, in either language', () => {
  const shown = show(Vip, {})
  expect(shown.words()).toBe('VIP')
  speech.speak('zh')
  flushSync()
  expect(shown.words()).toBe('贵宾')
})

test('a running time is on the server’s clock, up from a moment or down to one', () => {
  itIs('08:01:05')
  const up = show(Elapsed, { since: AT })
  const down = show(Elapsed, { until: '2026-11-21T08:01:20.400Z' })
  expect([up.words(), down.words()]).toEqual(['1:05', '0:15'])
  itIs('09:00:00')
  expect([up.words(), down.words()], 'nothing runs below nought').toEqual(['1:00:00', '0:00'])
  expect(show(Elapsed, { since: '2026-11-21T09:30:00Z' }).words()).toBe('0:00')
  expect(up.target.querySelector('time')!.getAttribute('aria-live'), 'it is not read out').toBe('off')
})

test('how long something lasts is written in units, without seconds once it lasts hours', () => {
  itIs('08:12:05')
  const shown = show(Lasting, { since: AT })
  expect(shown.words()).toMatch(/^12 mins? 5 secs?$/)
  itIs('09:12:05')
  expect(shown.words()).toMatch(/^1 hrs? 12 mins?$/)
})

test('the last sentence alone is shown, is read out, and is put away', () => {
  const { find, target } = show(Notice, {})
  expect(target.querySelector('[role="alert"]'), 'it is there before anything is said').not.toBeNull()
  expect(find('notice')).toBeNull()
  notice.say('Lin is in a call.')
  notice.say('The call is over already.')
  flushSync()
  expect(find('notice')!.textContent.trim()).toBe('The call is over already.')
  const close = find('notice')!.querySelector('button')!
  expect(close.getAttribute('aria-label')).toBe('Close')
  close.click()
  flushSync()
  expect([find('notice'), notice.sentence]).toEqual([null, ''])
})

test('who is in a call and looks elsewhere is told, with the way back', () => {
  const elsewhere = show(CallElsewhere, { page: 'customers' })
  const desk = show(CallElsewhere, { page: 'desk' })
  expect(elsewhere.words()).toBe('')
  onCall.active = true
  flushSync()
  expect(elsewhere.target.querySelector('[role="status"]')!.textContent).toContain('You are in a call.')
  expect(elsewhere.target.querySelector('a')!.getAttribute('href')).toBe('/desk')
  expect(desk.words()).toBe('')
})
