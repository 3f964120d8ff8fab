// The board as a whole: the day, the trunks, who asks for help, the alarm, and the bar of who is with an agent.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { agentDesk } from '../desk/desk.svelte'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, board, desk, queue, ringingCall, supervisor, support } from '../test/examples'
import { liveServer } from '../test/live_server'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import { en } from '../test/words'
import type { DeskCall } from '../wire'
import BoardPage from './BoardPage.svelte'
import { wall } from './wall.svelte'

const SOUND = 'switchroom.alert-sound'
const trunk = { id: 'city', reachable: true, registered: true, seen: true, calls: 4, said: '' }
const whole = { ...board, queues: [queue, support], trunks: [trunk] }
const alarmed: typeof queue = { ...queue, alerts: ['waiting'] }

async function page(answers: Record<string, unknown> = {}, known: object = {}) {
  const asked = server({
    'GET /reports/today/intervals?minutes=30': { timezone: 'UTC', minutes: 30, intervals: [] },
    'GET /phone': refusal(403, 'No telephone is set up for you.'),
    ...answers,
  })
  const from = liveServer()
  const shown = show(BoardPage, {})
  await vi.waitFor(() => expect(from.purposes()).toHaveLength(1))
  from.begin({ board: whole, ...known })
  await settled()
  return { shown, from, asked }
}
// A browser's notifications, as far as a page sees them.
function notifications(permission: NotificationPermission, answer = permission) {
  const seen: string[] = []
  class Notification {
    static permission = permission
    static requestPermission = () => Promise.resolve(answer)
    constructor(title: string) {
      seen.push(title)
    }
  }
  vi.stubGlobal('Notification', Notification)
  return seen
}
// A loudspeaker that counts its notes.
function loudspeaker() {
  const notes: number[] = []
  const value = { value: 0, setValueAtTime() {}, exponentialRampToValueAtTime() {} }
  class AudioContext {
    currentTime = 0
    resume() {}
    createGain = () => ({ gain: value, connect: () => {} })
    createOscillator = () => ({
      frequency: value,
      connect: (to: object) => to,
      start: (at: number) => notes.push(at),
      stop() {},
    })
  }
  vi.stubGlobal('AudioContext', AudioContext)
  return notes
}

// What a page asks while it is taken down is still answered by the server of its test.
beforeEach(() => {
  vi.unstubAllGlobals()
  speakEnglish()
  notice.clear()
  localStorage.removeItem(SOUND)
  presence.user = supervisor
  wall.turn(false)
  HTMLDialogElement.prototype.showModal ??= () => {}
})
afterEach(() => {
  agentDesk.line.close('silently')
  presence.user = null
  localStorage.removeItem(SOUND)
})

test('the day over all queues, each queue, the trunks and the agents', async () => {
  const { shown, from } = await page()
  expect(from.purposes(), 'a board takes no desk over').toEqual(['board'])
  expect(shown.find('board-live')!.textContent.trim()).toBe('Live')
  expect(shown.find('total-offered')!.textContent.trim()).toBe('10')
  expect(shown.find('total-service_level')!.textContent.trim()).toBe('80%')
  expect(shown.find('queue-sales')).not.toBeNull()
  expect(shown.find('queue-support')).not.toBeNull()
  expect(shown.find('agent-1001')!.textContent).toContain('Lin')
  expect(shown.find('trunk-city')!.textContent).toMatch(/Reachable · Registered.*Calls in use 4/)
})

test('what changes is shown: the totals, a queue that is gone, a trunk that is lost', async () => {
  const { shown, from } = await page()
  from.tell({ type: 'totals', totals: { ...board.totals, offered: 11 } })
  from.tell({ type: 'queue_gone', queue: 'support' })
  from.tell({ type: 'trunks', trunks: [{ ...trunk, reachable: false }] })
  expect(shown.find('total-offered')!.textContent.trim()).toBe('11')
  expect(shown.find('queue-support')).toBeNull()
  expect(shown.find('trunk-city')!.dataset.state).toBe('bad')
  expect(shown.find('trunk-city')!.textContent).toContain('Not reachable')
})

test('a site without queues and trunks says so', async () => {
  const { shown } = await page({}, { board: { ...board, queues: [], agents: [], trunks: [] } })
  for (const words of ['No queues yet.', 'No trunk is set up.', 'No agents yet.'])
    expect(shown.words()).toContain(words)
})

test('a board that is not live says of when it is; a lost exchange is an alert', async () => {
  const { shown, from } = await page()
  from.tell({ type: 'telephony', up: false })
  expect(shown.target.querySelector('.down')!.getAttribute('role')).toBe('alert')
  from.vanish()
  expect(shown.find('board-live')!.dataset.state).toBe('bad')
  expect(shown.find('board-live')!.textContent).toContain('Not live: the server is away.')
  expect(shown.find('queue-sales'), 'the last figures stay').not.toBeNull()
})

test('who asks for help is said, and the big screen is one press away', async () => {
  const { shown, from } = await page()
  const chat = { agent: '1001', name: 'Lin', lines: [], unread_by_agent: 0, unread_by_supervisors: 0 }
  from.tell({ type: 'chat', chat: { ...chat, hand_since: AT } })
  expect(shown.find('raised-hands')!.textContent).toBe('Lin asks for help')
  shown.press('board-big')
  expect(shown.find('big-sales')).not.toBeNull()
  expect(shown.find('agent-1001')).toBeNull()
})

test('a limit that is passed calls by word, sound and notification, once', async () => {
  const seen = notifications('granted')
  const notes = loudspeaker()
  localStorage.setItem(SOUND, 'on')
  const { shown, from } = await page()
  expect(shown.find('alarm-notify')!.textContent).toBe('Notifications on')
  expect(shown.find('alarm-said')!.textContent).toBe('')
  from.tell({ type: 'queue', queue: alarmed })
  from.tell({ type: 'queue', queue: { ...alarmed, waiting: 7 } })
  expect(shown.find('alarm-said')!.textContent).toBe('Sales: Too many wait')
  expect(seen).toEqual(['Sales: Too many wait'])
  expect(notes).toHaveLength(2)
})

test('a silent bell is silent; turned on it sounds once, and is remembered', async () => {
  const seen = notifications('default')
  const notes = loudspeaker()
  const { shown, from } = await page()
  from.tell({ type: 'queue', queue: alarmed })
  expect([seen, notes]).toEqual([[], []])
  shown.press('alarm-sound')
  expect(notes).toHaveLength(2)
  expect(shown.find('alarm-sound')!.getAttribute('aria-pressed')).toBe('true')
  expect(localStorage.getItem(SOUND)).toBe('on')
  shown.press('alarm-sound')
  expect(localStorage.getItem(SOUND)).toBe('off')
})

test.each([
  ['default', 'granted', 'true', ''],
  ['default', 'denied', 'false', en['alert.notify.denied']],
  ['denied', 'denied', 'false', en['alert.notify.denied']],
] as const)('notifications: %s, and asked for %s', async (before, answer, pressed, sentence) => {
  notifications(before, answer)
  const { shown } = await page()
  shown.press('alarm-notify')
  await settled()
  expect(shown.find('alarm-notify')!.getAttribute('aria-pressed')).toBe(pressed)
  expect(notice.sentence).toBe(sentence)
})

test('who is with an agent sees it above the board, and changes it by button and by key', async () => {
  presence.user = { ...supervisor, agent: '1009' }
  loudspeaker()
  const helping: DeskCall = {
    ...ringingCall,
    stage: 'helping',
    answered_at: AT,
    help: { mode: 'listen', helped: '1001', name: 'Lin', answered: true },
    legal: ['whisper', 'barge', 'hang_up'],
  }
  const there = { ...desk, phone: { ...desk.phone, kind: 'number' as const, number: '139' } }
  const { shown, from, asked } = await page({ 'PATCH /calls/c1/help': refusal(409, 'The call is over.') })
  expect(from.purposes(), 'the phone comes along').toEqual(['desk'])
  expect(shown.find('help-bar')).toBeNull()
  from.begin({ board: whole, desk: { ...there, call: helping } })
  await vi.waitFor(() => {
    flushSync()
    expect(shown.find('help-bar')!.textContent).toContain('Lin')
  })
  shown.press('help-whisper')
  await settled()
  expect(notice.sentence).toBe('The call is over.')
  dispatchEvent(new KeyboardEvent('keydown', { key: 's', cancelable: true }))
  await settled()
  expect(asked.filter(([method]) => method === 'PATCH')).toEqual([
    ['PATCH', '/calls/c1/help', { mode: 'whisper' }],
    ['PATCH', '/calls/c1/help', { mode: 'barge' }],
  ])
  from.tell({ type: 'desk', desk: { ...there, call: { ...helping, stage: 'wrap_up' } } })
  expect(shown.find('help-bar')).toBeNull()
})
