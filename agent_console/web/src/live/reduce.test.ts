// The live state, told message by message.
import { expect, test } from 'vitest'
import { agent, AT, board, desk, emergency, figures, queue, ringingCall } from '../test/examples'
import type { ServerMessage, Snapshot } from '../wire'
import { beforeFirstSnapshot, reduce, type LinkMessage, type LiveState } from './reduce'

const snapshot: Snapshot = {
  type: 'snapshot',
  position: 7,
  server_time: AT,
  desk,
  board,
  chats: [],
  emergency,
  messages: [],
}
const tell = (...messages: (ServerMessage | LinkMessage)[]): LiveState =>
  messages.reduce(reduce, beforeFirstSnapshot)

test('a snapshot opens the link and replaces everything', () => {
  const state = tell(snapshot)
  expect(state).toMatchObject({ link: 'open', position: 7, desk, board, telephonyUp: true })
  const next = reduce(state, { ...snapshot, position: 9, board: null })
  expect(next).toMatchObject({ position: 9, board: null })
})

test('the desk comes whole', () => {
  const state = tell(snapshot, { type: 'desk', desk: { ...desk, call: ringingCall } })
  expect(state.desk?.call?.id).toBe('c1')
  expect(reduce(state, { type: 'desk', desk }).desk?.call).toBeNull()
})

test('a queue or an agent replaces its row, in place; a new one is added', () => {
  const state = tell(
    snapshot,
    { type: 'queue', queue: { ...queue, id: 'service' } },
    { type: 'queue', queue: { ...queue, waiting: 5 } },
    { type: 'agent', agent: { ...agent, state: 'ready' } },
  )
  expect(state.board?.queues.map((row) => [row.id, row.waiting])).toEqual([
    ['sales', 5],
    ['service', 1],
  ])
  expect(state.board?.agents).toMatchObject([{ id: '1001', state: 'ready' }])
})

test('a queue that is gone has no row any more', () => {
  expect(tell(snapshot, { type: 'queue_gone', queue: 'sales' }).board?.queues).toEqual([])
})

test('totals are replaced', () => {
  const state = tell(snapshot, { type: 'totals', totals: { ...figures, offered: 11 } })
  expect(state.board?.totals.offered).toBe(11)
})

test('board words without a board change nothing', () => {
  const state = tell({ ...snapshot, board: null })
  expect(reduce(state, { type: 'totals', totals: figures })).toBe(state)
})

test('the exchange going away shows on desk and board', () => {
  const state = tell(snapshot, { type: 'telephony', up: false })
  expect(state).toMatchObject({ telephonyUp: false, desk: { telephony_up: false } })
})

test('a ping and an unknown word leave the state alone', () => {
  const state = tell(snapshot)
  expect(reduce(state, { type: 'ping', server_time: AT })).toBe(state)
  expect(reduce(state, { type: 'tomorrow' } as never)).toBe(state)
})

test('a lost link keeps what was known', () => {
  expect(tell(snapshot, { type: 'link', link: 'away' })).toMatchObject({ link: 'away', desk, board })
})

test('superseded stays so through the closing of the socket, until this tab is used again', () => {
  const state = tell(snapshot, { type: 'superseded' }, { type: 'link', link: 'away' })
  expect(state.link).toBe('superseded')
  expect(reduce(state, { type: 'link', link: 'connecting' }).link).toBe('connecting')
})
