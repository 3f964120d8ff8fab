// The desk as a whole: between calls, in a call at another telephone, by keyboard, and when another tab has it.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notice } from '../notice.svelte'
import { silentPhone } from '../phone/state'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, desk, ringingCall, supervisor } from '../test/examples'
import { liveServer } from '../test/live_server'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { Desk, DeskCall } from '../wire'
import { agentDesk } from './desk.svelte'
import DeskPage from './DeskPage.svelte'

const day = { ...desk.today, occupancy: 0.5 }
const always = {
  // Without an account this tab has no telephone; the calls of these stories are at another one.
  'GET /phone': refusal(403, 'No telephone is set up for you.'),
  'GET /tasks': { tasks: [], callbacks: [] },
  'GET /parked': { parked: [] },
  'GET /agent/today': { mine: day, team: day },
}
const mobile: Desk = { ...desk, phone: { ...desk.phone, kind: 'number', number: '139' } }
const legal: DeskCall['legal'] = ['note', 'hold', 'mute', 'keypad', 'hang_up', 'transfer', 'consult']
const talking: DeskCall = { ...ringingCall, stage: 'talking', answered_at: AT, legal }

async function page(known: Desk, answers: Record<string, unknown> = {}) {
  const asked = server({ ...always, ...answers })
  const from = liveServer()
  const shown = show(DeskPage, {})
  from.begin({ desk: known })
  await settled()
  const orders = () => asked.filter(([method]) => method !== 'GET')
  return { shown, from, orders, disabled: (id: string) => (shown.find(id) as HTMLButtonElement).disabled }
}
async function key(name: string, more: KeyboardEventInit = {}, target: EventTarget = window) {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }))
  await settled()
}

// What a page asks while it is taken down is still answered by the server of its test.
beforeEach(() => {
  vi.unstubAllGlobals()
  speakEnglish()
  notice.clear()
  presence.user = { ...supervisor, role: 'agent', agent: '1001' }
  HTMLDialogElement.prototype.showModal ??= () => {}
  vi.stubGlobal(
    'AudioContext',
    class {
      resume() {}
    },
  )
})
afterEach(() => {
  agentDesk.line.close('silently')
  agentDesk.line.state = silentPhone
  agentDesk.lastDialled = ''
})

test('who takes no calls is told so, and no socket is opened', () => {
  presence.user = supervisor
  const from = liveServer()
  expect(show(DeskPage, {}).words()).toBe('This account does not answer calls.')
  expect(from.purposes()).toEqual([])
})

test('between calls: the state, what will ring, the queues, the extension', async () => {
  const { shown, from, disabled } = await page(desk)
  expect(from.purposes()).toEqual(['desk'])
  expect(shown.find('state-name')!.textContent).toBe('Ready')
  expect(disabled('state-ready')).toBe(true)
  const idle = shown.find('idle')!.textContent
  for (const words of ['Ready for the next call', 'It will ring here', 'Sales', '1001'])
    expect(idle).toContain(words)
  from.begin({ desk: mobile })
  expect(shown.find('idle')!.textContent).toContain('139 will ring. Leave this tab open.')
})

test('a break is taken with its reason, and ended again', async () => {
  const { shown, from, orders } = await page(desk)
  shown.press('state-not-ready')
  await settled()
  shown.press('reason-lunch')
  await settled()
  expect(orders()).toEqual([['POST', '/agent/state', { state: 'not_ready', reason: 'lunch' }]])
  from.tell({ type: 'desk', desk: { ...desk, state: { ...desk.state, name: 'not_ready', reason: 'lunch' } } })
  expect(shown.find('state-name')!.parentElement!.textContent).toContain('Lunch')
  expect(shown.find('idle')!.textContent).toContain('No call comes to you until you press Ready.')
  shown.press('state-ready')
  await settled()
  expect(orders().at(-1)).toEqual(['POST', '/agent/state', { state: 'ready' }])
})

test('what is wrong with server, exchange, phone and microphone is written out', async () => {
  const { shown, from, disabled } = await page(desk)
  const words = (part: string) => shown.find(`health-${part}`)!.textContent
  expect(shown.words()).toContain('The phone could not be set up: No telephone is set up for you.')
  agentDesk.line.state = { ...silentPhone, registration: 'registered', microphone: 'missing' }
  flushSync()
  expect(shown.find('health-phone')!.dataset.state).toBe('ok')
  expect(words('microphone')).toContain('None found: plug in a headset')
  from.tell({ type: 'telephony', up: false })
  expect(words('connection')).toContain('Server has lost the exchange')
  from.vanish()
  expect(words('connection')).toContain('Server is away; the phone goes on')
  expect(shown.find('idle')!.textContent).toContain('The server is away')
  expect(disabled('state-not-ready'), 'what the server does not hear is not offered').toBe(true)
})

test('another telephone has no microphone of this browser', async () => {
  const { shown } = await page(mobile)
  expect(shown.find('health-phone')!.textContent).toContain('139')
  expect(shown.find('health-microphone')).toBeNull()
})

test('a parked call is picked up, by button and by key; a refusal is said', async () => {
  const parked = { parked: [{ slot: 701, caller: '138 0013 8003', since: AT }] }
  const { shown, orders } = await page(desk, {
    'GET /parked': parked,
    'POST /parked/701/pick-up': refusal(409, 'Somebody was faster.'),
  })
  await vi.waitFor(() => expect(shown.find('parked')).not.toBeNull())
  expect(shown.find('parked')!.textContent).toContain('138 0013 8003')
  shown.press('pick-up-701')
  await settled()
  expect(notice.sentence).toBe('Somebody was faster.')
  await key('u')
  expect(orders().map(([, path]) => path)).toEqual(['/parked/701/pick-up', '/parked/701/pick-up'])
})

test('a number is called for a queue; one that was refused stays to be mended, and can be called again', async () => {
  const { shown, orders } = await page(desk, { 'POST /calls': refusal(422, 'That is not a number.') })
  expect(shown.find('dial-queue'), 'with one queue there is nothing to choose').toBeNull()
  await key('l')
  expect(document.activeElement).toBe(shown.find('dial-number'))
  shown.write('dial-number', '13800138009')
  shown
    .find('dial-number')!
    .closest('form')!
    .dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await settled()
  const dialled = ['POST', '/calls', { number: '13800138009', queue: 'sales' }]
  expect(orders()).toEqual([dialled])
  expect(notice.sentence).toBe('That is not a number.')
  expect((shown.find('dial-number') as HTMLInputElement).value).toBe('13800138009')
  shown.press('redial')
  await settled()
  expect(orders()).toEqual([dialled, dialled])
})

test('who calls is read out and stands in the title; the customer is beside the call', async () => {
  const { shown, from } = await page(mobile)
  from.tell({ type: 'desk', desk: { ...mobile, call: ringingCall } })
  expect(shown.find('announcement')!.textContent).toBe('Incoming call from Wang Fang, queue Sales')
  expect(document.title).toBe('☎ Wang Fang')
  expect(shown.find('idle')).toBeNull()
  expect(shown.find('beside')!.textContent).toContain('Asked about the invoice.')
  from.tell({ type: 'desk', desk: { ...mobile, call: talking } })
  expect(shown.find('announcement')!.textContent).toBe('')
  expect(document.title).toBe('Desk · Switchroom')
})

test('a call by keyboard: held, written about, keys pressed, ended; and no key while one writes', async () => {
  const { shown, orders } = await page({ ...mobile, call: talking })
  await key('h')
  await key('k')
  await key('7')
  await key('Escape')
  await key('7')
  await key('n')
  expect(document.activeElement).toBe(shown.find('note'))
  await key('e', {}, shown.find('note')!)
  await key('e', { ctrlKey: true })
  expect(orders()).toEqual([
    ['POST', '/calls/c1/hold', undefined],
    ['POST', '/calls/c1/digits', { digits: '7' }],
  ])
  await key('e')
  expect(orders().at(-1)).toEqual(['POST', '/calls/c1/hang-up', undefined])
})

test('by keyboard: the reasons, the help, the hand, the tabs beside the call, the outcome', async () => {
  const wrapUp: DeskCall = { ...talking, stage: 'wrap_up', legal: ['note', 'disposition', 'finish'] }
  const { shown, from, orders } = await page(desk)
  await key('r')
  expect(shown.find('reason-lunch')).not.toBeNull()
  await key('Escape')
  expect(shown.find('reason-lunch')).toBeNull()
  await key('?')
  expect(shown.find('help')).not.toBeNull()
  await key('j')
  expect(orders(), 'a window takes the keys').toEqual([])
  shown.target.querySelector('dialog')!.dispatchEvent(new Event('cancel'))
  await settled()
  expect(shown.find('help')).toBeNull()
  await key('j')
  await key('2', { altKey: true, code: 'Digit2' })
  expect(shown.find('beside')!.querySelector('[aria-selected=true]')!.textContent).toContain('Recent calls')
  from.tell({ type: 'desk', desk: { ...mobile, call: wrapUp } })
  await key('1')
  await key('f')
  expect(orders()).toEqual([
    ['PUT', '/agent/hand', { raised: true }],
    ['PUT', '/calls/c1/disposition', { disposition: 'solved', fields: {} }],
    ['POST', '/calls/c1/wrap-up/finish', {}],
  ])
})

test('a second call lies beside the first; one key turns to it', async () => {
  const other: DeskCall = {
    ...talking,
    id: 'c2',
    stage: 'held',
    held_since: AT,
    customer: null,
    caller: { number: '+8613800138002', name: null, display: '138 0013 8002' },
    legal: ['note', 'retrieve', 'hang_up'],
  }
  const { shown, orders } = await page({ ...mobile, call: talking, others: [other], may_begin: true })
  expect(shown.find('customer-name')!.textContent).toContain('Wang Fang')
  expect(shown.find('beside-call')!.textContent).toContain('138 0013 8002')
  expect(shown.find('another-call'), 'a third can be begun').not.toBeNull()
  await key('z')
  expect(orders()).toEqual([['POST', '/calls/c2/retrieve', undefined]])
})

test('a tab that another one took over from says so, and takes the desk back', async () => {
  const { shown, from } = await page(desk)
  from.tell({ type: 'superseded' })
  expect(shown.find('superseded')!.textContent).toContain('Your desk is open in another tab')
  expect(shown.find('state-name')).toBeNull()
  shown.press('use-this-tab')
  from.begin({ desk })
  expect(from.purposes()).toEqual(['desk', 'desk'])
  expect(shown.find('idle')).not.toBeNull()
})
