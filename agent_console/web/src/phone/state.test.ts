// The telephone's story told without a telephone.
import { expect, test } from 'vitest'
import { reducePhone, silentPhone, type PhoneReport, type PhoneState } from './state'

const tell = (...reports: PhoneReport[]): PhoneState => reports.reduce(reducePhone, silentPhone)
const invited: PhoneReport = {
  type: 'invited',
  id: 'c1',
  rejoin: false,
  number: '+8613800138001',
  name: null,
  at: 1000,
}

test('a phone connects, registers, and says why it failed', () => {
  expect(tell({ type: 'connecting' }).registration).toBe('connecting')
  expect(tell({ type: 'connecting' }, { type: 'connected' }, { type: 'registered' }).registration).toBe(
    'registered',
  )
  const failed = tell({ type: 'registration_failed', detail: '403' })
  expect(failed).toMatchObject({ registration: 'failed', detail: '403' })
  expect(reducePhone(failed, { type: 'registered' }).detail).toBe('')
})

test('a lost connection is on its way back, and the call in progress is kept', () => {
  const state = tell(
    invited,
    { type: 'established', at: 3000 },
    { type: 'disconnected', detail: 'socket closed' },
  )
  expect(state).toMatchObject({ registration: 'connecting', connected: false, call: { stage: 'talking' } })
})

test('an offer rings, is answered, held, retrieved and ends', () => {
  const ringing = tell(invited)
  expect(ringing.call).toMatchObject({ id: 'c1', stage: 'ringing', number: '+8613800138001' })
  const talking = reducePhone(reducePhone(ringing, { type: 'answering' }), { type: 'established', at: 3000 })
  expect(talking.call).toMatchObject({ stage: 'talking', since: 3000 })
  const held = reducePhone(talking, { type: 'held' })
  expect(held.call?.stage).toBe('held')
  expect(reducePhone(held, { type: 'retrieved' }).call?.stage).toBe('talking')
  const ended = reducePhone(held, { type: 'ended', cause: 'Terminated', at: 63_000 })
  expect(ended).toMatchObject({ call: null, lastEnd: { cause: 'Terminated', talkedMs: 60_000 } })
})

test('a call that was never answered has no talking time', () => {
  expect(tell(invited, { type: 'ended', cause: 'Canceled', at: 9000 }).lastEnd).toEqual({
    id: 'c1',
    cause: 'Canceled',
    talkedMs: null,
  })
})

test('established twice (accepted, then confirmed) does not restart the clock or leave hold', () => {
  const state = tell(
    invited,
    { type: 'established', at: 2000 },
    { type: 'held' },
    { type: 'established', at: 5000 },
  )
  expect(state.call).toMatchObject({ stage: 'held', since: 2000 })
})

test('a dialled call calls, rings at the far end, then talks', () => {
  const calling = tell({ type: 'dialled', number: '1000', at: 0 })
  expect(calling.call).toMatchObject({ stage: 'calling', progressing: false })
  expect(reducePhone(calling, { type: 'progressing' }).call?.progressing).toBe(true)
})

test('mute is remembered through hold, and forgotten with the call', () => {
  const muted = tell(
    invited,
    { type: 'established', at: 1 },
    { type: 'muted', muted: true },
    { type: 'held' },
  )
  expect(muted.call?.muted).toBe(true)
  const next = reducePhone(reducePhone(muted, { type: 'ended', cause: 'Terminated', at: 2 }), invited)
  expect(next.call?.muted).toBe(false)
})

test('late reports without a call change nothing', () => {
  const state = tell({ type: 'registered' })
  for (const report of [{ type: 'held' }, { type: 'progressing' }, { type: 'answering' }] as const)
    expect(reducePhone(state, report)).toBe(state)
  expect(reducePhone(state, { type: 'ended', cause: 'x', at: 1 }).lastEnd).toBeNull()
})
