// The customer's telephone: whom to be and what to call are chosen; it rings, speaks, takes keys, and says how it ended.
// JsSIP alone is another here: one that hears what it is told, and tells what a test says.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { choose } from '../test/choose'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { GuestPhone } from '../wire'
import TelephonePage from './TelephonePage.svelte'

interface Called {
  target: string
  options: { extraHeaders: string[]; eventHandlers: Record<string, (event?: object) => void> }
  digits: string[]
  hungUp: boolean
}
const line = vi.hoisted(() => ({ calls: [] as Called[], tell: (_: string, __: object) => {}, settings: {} }))
vi.mock('jssip', () => ({
  WebSocketInterface: class {
    constructor(readonly url: string) {}
    disconnect() {}
  },
  UA: class {
    private listeners = new Map<string, (event: object) => void>()
    constructor(settings: object) {
      line.settings = settings
      line.tell = (name, event) => this.listeners.get(name)?.(event)
    }
    on(name: string, listener: (event: object) => void) {
      this.listeners.set(name, listener)
    }
    removeAllListeners() {
      this.listeners.clear()
    }
    start() {}
    stop() {}
    call(target: string, options: Called['options']) {
      const called: Called = { target, options, digits: [], hungUp: false }
      line.calls.push(called)
      return {
        connection: null,
        isEnded: () => called.hungUp,
        isEstablished: () => true,
        sendDTMF: (digit: string) => called.digits.push(digit),
        terminate: () => (called.hungUp = true),
      }
    }
  },
}))

const phone: GuestPhone = {
  ...{ uri: 'sip:guest@pbx.example', username: 'guest', password: 'g', websocket: 'ws://pbx.example/ws' },
  numbers: [
    { number: '1000', name: { zh: '总机', en: 'Main line' } },
    { number: '2000', name: { zh: '支持', en: 'Support line' } },
  ],
  callers: [{ number: '+8613800138001', name: 'Wang Fang' }],
}

async function telephone() {
  server({ 'GET /guest-phone': phone })
  const shown = show(TelephonePage, {})
  await settled()
  const hear = (name: string, event: object = {}) => {
    line.calls.at(-1)!.options.eventHandlers[name]!(event)
    flushSync()
  }
  const connect = () => {
    line.tell('connected', {})
    flushSync()
  }
  const stage = () => shown.find('phone-stage')!.dataset.stage
  const status = () => shown.target.querySelector('[role="status"]')!.textContent
  return { ...shown, hear, connect, stage, status, dial: shown.find('dial') as HTMLButtonElement }
}
const key = (name: string, on: EventTarget = document.body, held: object = {}) => {
  on.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...held }))
  flushSync()
}

beforeEach(() => {
  speakEnglish()
  line.calls.length = 0
  const track = { muted: false, stop: () => {} }
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] }
  vi.stubGlobal('navigator', { ...navigator, mediaDevices: { getUserMedia: async () => stream } })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('without a line nothing can be dialled; with one, whom to be and what to call are chosen', async () => {
  const shown = await telephone()
  expect(shown.status()).toBe('Looking for a line…')
  expect(shown.dial.disabled).toBe(true)
  expect(line.settings).toMatchObject({ uri: 'sip:guest@pbx.example', register: false })
  shown.connect()
  expect(shown.status()).toBe('Ready to call')
  expect(shown.dial.disabled).toBe(false)
  const choices = (testid: string) =>
    [...(shown.find(testid) as HTMLSelectElement).options].map((each) => each.text.trim())
  expect(choices('caller-select')).toEqual(['Wang Fang · +8613800138001', 'Number withheld'])
  expect(choices('number-select')).toEqual(['Main line · 1000', 'Support line · 2000'])
})

test('a call as the customer chosen: it rings, is answered, takes keys, and is hung up', async () => {
  const shown = await telephone()
  shown.connect()
  choose(shown.find('number-select'), '2000')
  shown.press('dial')
  const called = line.calls[0]!
  expect(called.target).toBe('sip:2000@pbx.example')
  expect(called.options.extraHeaders).toEqual(['X-Caller: +8613800138001'])
  expect(shown.stage()).toBe('calling')
  expect(shown.words()).toContain('Support line 2000')
  shown.hear('progress', { originator: 'remote' })
  expect(shown.status()).toBe('Ringing…')
  shown.press('key-1')
  expect(called.digits, 'nobody hears a key before the answer').toEqual([])
  shown.hear('accepted')
  expect(shown.status()).toBe('Connected')
  shown.press('key-1')
  shown.press('key-hash')
  key('7')
  key('x')
  expect(called.digits).toEqual(['1', '#', '7'])
  expect(shown.find('keypad-sent')!.textContent).toBe('1#7')
  shown.press('hang-up')
  expect(called.hungUp).toBe(true)
  shown.hear('ended', { cause: 'Terminated' })
  expect(shown.status()).toMatch(/^Call ended after \d/)
  expect(shown.find('dial')!.textContent).toContain('Call again')
})

test('a number withheld is said to be', async () => {
  const shown = await telephone()
  shown.connect()
  choose(shown.find('caller-select'), '')
  shown.press('dial')
  expect(line.calls[0]!.options.extraHeaders).toEqual(['X-Caller: anonymous'])
})

test('a key that is meant for the browser is not one of the telephone', async () => {
  const shown = await telephone()
  shown.connect()
  shown.press('dial')
  shown.hear('accepted')
  key('1', document.body, { ctrlKey: true })
  key('2', document.body, { metaKey: true })
  key('3', document.body, { altKey: true })
  expect(line.calls[0]!.digits).toEqual([])
  key('#', document.body, { ctrlKey: true, altKey: true })
  expect(line.calls[0]!.digits, 'as it is written on some keyboards').toEqual(['#'])
})

test.each([
  ['Busy', 'The line is busy.'],
  ['No Answer', 'Nobody answered.'],
  ['Whale', 'The call could not be completed (Whale).'],
])('a call that comes to nothing (%s) says why', async (cause, sentence) => {
  const shown = await telephone()
  shown.connect()
  shown.press('dial')
  shown.hear('failed', { cause })
  expect(shown.status()).toBe('Call ended')
  expect(shown.find('phone-stage')!.textContent).toContain(sentence)
})

test('without a microphone one is told what that means', async () => {
  const shown = await telephone()
  shown.connect()
  shown.press('dial')
  expect(shown.words()).not.toContain('Without a microphone')
  shown.hear('getusermediafailed')
  expect(shown.words()).toContain('Without a microphone you can listen, but nobody hears you.')
})

test('where there is no telephone for customers, the page says so', async () => {
  server({ 'GET /guest-phone': refusal(404, 'off') })
  const off = show(TelephonePage, {})
  await settled()
  expect(off.words()).toContain('The telephone in the browser is switched off here.')
  expect(off.find('phone-stage')).toBeNull()
})

test('a server that is away is asked again until it answers', async () => {
  vi.useFakeTimers()
  const answers: Record<string, unknown> = { 'GET /guest-phone': refusal(503, 'later') }
  const asked = server(answers)
  const shown = show(TelephonePage, {})
  await vi.advanceTimersByTimeAsync(2500)
  expect(asked.length).toBeGreaterThan(1)
  expect(shown.words()).toContain('Looking for a line…')
  expect(shown.find('dial')).toBeNull()
  answers['GET /guest-phone'] = phone
  await vi.advanceTimersByTimeAsync(2500)
  expect(shown.find('dial')).not.toBeNull()
})
