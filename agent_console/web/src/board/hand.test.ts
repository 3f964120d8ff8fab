// The supervisor's hand on the board: what the menus offer, what they order, and what is dragged where.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { agent, queue, queueDocument, supervisor, support } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import AgentTable from './AgentTable.svelte'
import { drag } from './drag.svelte'
import { hand } from './hand.svelte'
import QueueCard from './QueueCard.svelte'

beforeEach(() => {
  speakEnglish()
  presence.user = supervisor
  notice.clear()
  hand.said = ''
  HTMLDialogElement.prototype.showModal ??= () => {}
})

const ready = { ...agent, state: 'ready' as const, call: null }
const agents = (...all: (typeof agent)[]) => show(AgentTable, { agents: all, queues: [queue, support] })
const card = (of = queue) => show(QueueCard, { queue: of, queues: [queue, support], agents: [ready] })
async function choose(shown: ReturnType<typeof show>, menu: string, ...ids: string[]) {
  shown.press(menu)
  await settled()
  for (const id of ids) {
    shown.press(`${menu}-${id}`)
    await settled()
  }
}
function dragged(from: HTMLElement, to: HTMLElement) {
  for (const [node, kind] of [
    [from, 'dragstart'],
    [to, 'dragover'],
    [to, 'drop'],
    [from, 'dragend'],
  ] as const)
    node.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }))
  flushSync()
}

test('an agent is made not ready with a reason', async () => {
  const asked = server()
  await choose(agents(ready), 'agent-1001-menu', 'not-ready', 'reason-lunch')
  expect(asked).toEqual([['POST', '/agents/1001/state', { state: 'not_ready', reason: 'lunch' }]])
})

test('only what is possible is offered', async () => {
  const shown = agents(
    ready,
    { ...agent, id: '1002' },
    { ...agent, id: '1003', state: 'logged_out' },
    { ...agent, id: '1004', state: 'not_ready', console_alive: false },
  )
  const offered = async (id: string) => {
    shown.press(`agent-${id}-menu`)
    await settled()
    return [...shown.target.querySelectorAll('[role=menuitem]')].map((item) => item.textContent.trim())
  }
  expect((await offered('1001'))[0]).toContain('Make not ready')
  expect((await offered('1002')).at(-1)).toContain('after the call')
  expect(await offered('1003')).toEqual(['Queues and skills…'])
  expect((await offered('1004')).join()).not.toContain('Make ready')
})

test('logging somebody out is asked once more', async () => {
  const asked = server()
  const shown = agents(ready)
  await choose(shown, 'agent-1001-menu', 'log-out')
  expect(asked).toEqual([])
  shown.press('log-out-sure')
  await settled()
  expect(asked).toEqual([['POST', '/agents/1001/log-out', undefined]])
})

test('who leaves after the call is marked', () => {
  expect(agents({ ...agent, out_by: 'Sue' }).words()).toContain('Sue logs them out after this call')
})

test('a waiting call goes to the front, to a queue, or to an agent', async () => {
  const asked = server()
  const shown = card()
  await choose(shown, 'waiting-c2-menu', 'up')
  expect(hand.said).toBe('Moved to the front.')
  await choose(shown, 'waiting-c2-menu', 'to-queue', 'queue-support')
  expect(hand.said).toBe('Moved to Support.')
  await choose(shown, 'waiting-c2-menu', 'to-agent', 'agent-1001')
  const moves = asked.map(([, , body]) => body)
  expect(asked.every(([method, path]) => method === 'POST' && path === '/calls/c2/move')).toBe(true)
  expect(moves).toEqual([{ up: true }, { to_queue: 'support' }, { to_agent: '1001' }])
})

test('a refusal is said as the server says it', async () => {
  server({ 'POST /calls/c2/move': refusal(409, 'This call does not wait any more.') })
  await choose(card(), 'waiting-c2-menu', 'up')
  expect(notice.sentence).toBe('This call does not wait any more.')
  expect(hand.said).toBe('')
})

test('a call dragged onto another queue or onto an agent goes there, and onto its own queue nowhere', async () => {
  const asked = server()
  const mine = card()
  const other = card(support)
  const table = agents(ready, { ...agent, id: '1003', state: 'not_ready' })
  const call = mine.find('waiting-c2')!
  dragged(call, mine.find('queue-sales')!)
  dragged(call, table.find('agent-1003')!)
  dragged(call, other.find('queue-support')!)
  dragged(call, table.find('agent-1001')!)
  await settled()
  expect(asked.map(([, , body]) => body)).toEqual([{ to_queue: 'support' }, { to_agent: '1001' }])
  expect(drag.carried).toBeNull()
})

test('an agent dragged onto a queue serves it from then on', async () => {
  const settings = { name: 'Lin', queues: ['sales'], skills: {}, order: {} }
  const asked = server({ 'GET /agents/1001': { id: '1001', version: 7, settings } })
  dragged(agents(ready).find('agent-1001')!, card(support).find('queue-support')!)
  await settled()
  expect(asked.at(-1)).toEqual([
    'PATCH',
    '/agents/1001',
    { version: 7, settings: { queues: ['sales', 'support'] } },
  ])
  expect(hand.said).toBe('Lin serves Support now.')
  dragged(agents(ready).find('agent-1001')!, card().find('queue-sales')!)
  await settled()
  expect(hand.said).toBe('Lin serves Sales already.')
})

test('a queue is closed and opened again in one act each', async () => {
  const mine = { id: 'sales', version: 3, settings: queueDocument }
  const asked = server({ 'GET /queues/sales': mine })
  await choose(card(), 'queue-sales-menu', 'close')
  expect(asked.at(-1)).toEqual([
    'PATCH',
    '/queues/sales',
    { version: 3, settings: { closing: { closed: true } } },
  ])
  const closed = card({ ...queue, closed: true })
  expect(closed.find('queue-sales-switches')!.textContent).toContain('Closed')
  await choose(closed, 'queue-sales-menu', 'open')
  expect(asked.at(-1)![2]).toEqual({ version: 3, settings: { closing: { closed: false } } })
})

test('a queue that has nothing to say yet says the usual', async () => {
  const closing = { ...queueDocument.closing, exit: { ...queueDocument.closing.exit, text: {} } }
  const mine = { id: 'sales', version: 3, settings: { ...queueDocument, closing } }
  const asked = server({ 'GET /queues/sales': mine })
  await choose(card(), 'queue-sales-menu', 'close')
  expect(JSON.stringify(asked.at(-1)![2])).toContain('Please call again later.')
})

test('an overflow is set up once and then switched', async () => {
  const asked = server({ 'GET /queues/sales': { id: 'sales', version: 3 } })
  const shown = card()
  await choose(shown, 'queue-sales-menu', 'overflow-open')
  shown.write('overflow-after', '45')
  shown.target
    .querySelector('form')!
    .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await settled()
  const overflow = { open: true, queue: 'support', after: 45, flow: false }
  expect(asked.at(-1)![2]).toEqual({ version: 3, settings: { overflow } })
  const open = card({ ...queue, overflow })
  expect(open.words()).toContain('Overflow to Support')
  await choose(open, 'queue-sales-menu', 'overflow-close')
  expect(asked.at(-1)![2]).toEqual({ version: 3, settings: { overflow: { open: false } } })
  await choose(
    card({ ...queue, overflow: { ...overflow, open: false } }),
    'queue-sales-menu',
    'overflow-open',
  )
  expect(asked.at(-1)![2]).toEqual({ version: 3, settings: { overflow: { open: true } } })
})

test('whoever may not direct the floor sees no menus and drags nothing', () => {
  presence.user = { ...supervisor, role: 'agent' }
  const shown = card()
  expect(shown.find('waiting-c2-menu')).toBeNull()
  expect(shown.find('queue-sales-menu')).toBeNull()
  shown.find('waiting-c2')!.dispatchEvent(new Event('dragstart', { bubbles: true, cancelable: true }))
  expect(drag.carried).toBeNull()
  expect(agents(ready).find('agent-1001-menu')).toBeNull()
})
