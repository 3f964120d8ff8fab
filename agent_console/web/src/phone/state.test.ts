// The telephone's story told without a telephone.
import { expect, test } from 'vitest'
import { callNamed, reducePhone, silentPhone, type PhoneReport, type PhoneState } from './state'

const tell = (...reports: PhoneReport[]): PhoneState => reports.reduce(reducePhone, silentPhone)
const invited: PhoneReport = {
  type: 'invited',
  leg: 1,
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
    { type: 'established', leg: 1, at: 3000 },
    { type: 'disconnected', detail: 'socket closed' },
  )
  expect(state).toMatchObject({ registration: 'connecting', connected: false, call: { stage: 'talking' } })
})

test('an offer rings, is answered, held, retrieved and ends', () => {
  const ringing = tell(invited)
  expect(ringing.call).toMatchObject({ id: 'c1', stage: 'ringing', number: '+8613800138001' })
  const talking = reducePhone(reducePhone(ringing, { type: 'answering', leg: 1 }), {
    type: 'established',
    leg: 1,
    at: 3000,
  })
  expect(talking.call).toMatchObject({ stage: 'talking', since: 3000 })
  const held = reducePhone(talking, { type: 'held', leg: 1 })
  expect(held.call?.stage).toBe('held')
  expect(reducePhone(held, { type: 'retrieved', leg: 1 }).call?.stage).toBe('talking')
  const ended = reducePhone(held, { type: 'ended', leg: 1, cause: 'Terminated', at: 63_000 })
  expect(ended).toMatchObject({ call: null, lastEnd: { cause: 'Terminated', talkedMs: 60_000 } })
})

test('a call that was never answered has no talking time', () => {
  expect(tell(invited, { type: 'ended', leg: 1, cause: 'Canceled', at: 9000 }).lastEnd).toEqual({
    id: 'c1',
    cause: 'Canceled',
    talkedMs: null,
  })
})

test('established twice (accepted, then confirmed) does not restart the clock or leave hold', () => {
  const state = tell(
    invited,
    { type: 'established', leg: 1, at: 2000 },
    { type: 'held', leg: 1 },
    { type: 'established', leg: 1, at: 5000 },
  )
  expect(state.call).toMatchObject({ stage: 'held', since: 2000 })
})

test('a dialled call calls, rings at the far end, then talks', () => {
  const calling = tell({ type: 'dialled', leg: 1, number: '1000', at: 0 })
  expect(calling.call).toMatchObject({ stage: 'calling', progressing: false })
  expect(reducePhone(calling, { type: 'progressing', leg: 1 }).call?.progressing).toBe(true)
})

test('mute is remembered through hold, and forgotten with the call', () => {
  const muted = tell(
    invited,
    { type: 'established', leg: 1, at: 1 },
    { type: 'muted', leg: 1, muted: true },
    { type: 'held', leg: 1 },
  )
  expect(muted.call?.muted).toBe(true)
  const next = reducePhone(reducePhone(muted, { type: 'ended', leg: 1, cause: 'Terminated', at: 2 }), invited)
  expect(next.call?.muted).toBe(false)
})

test('late reports without a call change nothing', () => {
  const state = tell({ type: 'registered' })
  for (const report of [
    { type: 'held', leg: 1 },
    { type: 'progressing', leg: 1 },
    { type: 'answering', leg: 1 },
  ] as const)
    expect(reducePhone(state, report)).toBe(state)
  expect(reducePhone(state, { type: 'ended', leg: 1, cause: 'x', at: 1 }).lastEnd).toBeNull()
})

test('a second call rings beside the first, and is the first once it is picked up', () => {
  const second: PhoneReport = { ...invited, leg: 2, id: 'c2' } as PhoneReport
  const both = tell(invited, { type: 'established', leg: 1, at: 1 }, second)
  expect(both.calls.map((call) => [call.id, call.stage])).toEqual([
    ['c1', 'talking'],
    ['c2', 'ringing'],
  ])
  const answered = [
    { type: 'answering', leg: 2 },
    { type: 'established', leg: 2, at: 5 },
    { type: 'muted', leg: 1, muted: true },
  ] as const
  const talking = answered.reduce<PhoneState>(reducePhone, both)
  expect(talking.call).toMatchObject({ id: 'c2', stage: 'talking', muted: false })
  expect(talking.calls[1]).toMatchObject({ id: 'c1', muted: true })
  expect(reducePhone(talking, { type: 'turned_to', leg: 1 }).call?.id).toBe('c1')
  const left = reducePhone(talking, { type: 'ended', leg: 2, cause: 'Terminated', at: 9 })
  expect(left).toMatchObject({ call: { id: 'c1' }, lastEnd: { id: 'c2' } })
})

test('a call is found by its name, or as the only one of a telephone that was told none', () => {
  const named = tell(invited).calls
  expect(callNamed(named, 'c1')?.leg).toBe(1)
  expect(callNamed(named, 'c9')).toBeNull()
  expect(callNamed(tell({ ...invited, id: null } as PhoneReport).calls, 'c9')?.leg).toBe(1)
})
