// Server and phone, together and each alone.
import { describe, expect, test } from 'vitest'
import { silentPhone, type PhoneCall } from '../phone/state'
import { desk, ringingCall } from '../test/examples'
import type { DeskCall } from '../wire'
import { viewCall } from './call'

const mine = (change: Partial<PhoneCall> = {}): PhoneCall => ({
  leg: 1,
  id: 'c1',
  stage: 'ringing',
  rejoin: false,
  number: '+8613800138001',
  name: null,
  muted: false,
  progressing: false,
  since: 0,
  ...change,
})
const withCall = (change: Partial<DeskCall> = {}) => ({ ...desk, call: { ...ringingCall, ...change } })
const phone = (...calls: (PhoneCall | null)[]) => ({
  ...silentPhone,
  calls: calls.filter((call) => call !== null),
})
const talkingLegal: DeskCall['legal'] = ['hold', 'mute', 'keypad', 'hang_up', 'note', 'disposition']
const talking = { stage: 'talking', legal: talkingLegal } as const

test('no call, no card', () => {
  expect(viewCall(desk, phone(null), 'open')).toBeNull()
})

describe('ringing', () => {
  test('the customer is on screen before the phone rings, but only the phone can answer', () => {
    const early = viewCall(withCall(), phone(null), 'open')!
    expect(early).toMatchObject({ stage: 'ringing', caller: { name: 'Wang Fang' } })
    expect([...early.legal]).toEqual(['reject', 'note'])
    const ringing = viewCall(withCall(), phone(mine()), 'open')!
    expect(ringing.legal.has('answer')).toBe(true)
  })

  test('answering cannot be pressed twice', () => {
    const view = viewCall(withCall(), phone(mine({ stage: 'answering' })), 'open')!
    expect(view.stage).toBe('answering')
    expect(view.legal.has('answer')).toBe(false)
  })
})

describe('talking', () => {
  test('only what is legal by both is offered', () => {
    const view = viewCall(withCall(talking), phone(mine({ stage: 'talking' })), 'open')!
    expect([...view.legal].sort()).toEqual([...talkingLegal].sort())
  })

  test('on hold here means it can be retrieved, whatever the server has noticed', () => {
    const view = viewCall(withCall(talking), phone(mine({ stage: 'held' })), 'open')!
    expect(view.stage).toBe('held')
    expect(view.legal.has('retrieve')).toBe(true)
    expect(view.legal.has('hold')).toBe(false)
    expect(view.legal.has('keypad')).toBe(false)
  })

  test('after a reload the call is there before the voice is', () => {
    const before = viewCall(withCall(talking), phone(null), 'open')!
    expect(before.stage).toBe('rejoining')
    expect(before.legal.has('hang_up')).toBe(true)
    const during = viewCall(withCall(talking), phone(mine({ id: null, rejoin: true })), 'open')!
    expect(during.stage).toBe('rejoining')
    expect(during.legal.has('answer')).toBe(false)
  })
})

describe('after the call', () => {
  const wrapUp = { stage: 'wrap_up', legal: ['note', 'disposition', 'finish'] } as const

  test('between the hang-up here and the word of the server the call is over, not rejoining', () => {
    const hungUp = { ...silentPhone, lastEnd: { id: 'c1', cause: 'Terminated', talkedMs: 5 } }
    expect(viewCall(withCall(talking), hungUp, 'open')?.stage).toBe('ended')
  })

  test('wrap-up shows as soon as the server says so', () => {
    const view = viewCall(withCall({ ...wrapUp, legal: [...wrapUp.legal] }), phone(null), 'open')!
    expect(view.stage).toBe('wrap_up')
    expect([...view.legal]).toEqual(['note', 'disposition', 'finish'])
  })
})

describe('while the server is away', () => {
  test('a call rings from the phone alone and can be answered, declined, hung up', () => {
    const view = viewCall(desk, phone(mine({ id: null })), 'away')!
    expect(view).toMatchObject({ alone: true, caller: { number: '+8613800138001' } })
    expect([...view.legal]).toEqual(['answer', 'reject'])
  })

  test('the last card is not shown for a new caller', () => {
    const stale = withCall({ stage: 'wrap_up', legal: ['note', 'finish'] })
    expect(viewCall(stale, phone(mine({ id: null })), 'away')).toMatchObject({
      known: null,
      stage: 'ringing',
    })
    expect(viewCall(stale, phone(mine({ id: 'c9' })), 'away')?.known).toBeNull()
    expect(viewCall(desk, phone(mine({ id: null })), 'open')?.alone).toBe(false)
  })

  test('the call in progress keeps its card and the phone’s own buttons; the rest waits', () => {
    const view = viewCall(withCall(talking), phone(mine({ stage: 'talking' })), 'away')!
    expect(view.known?.id).toBe('c1')
    expect([...view.legal].sort()).toEqual(['hang_up', 'hold', 'keypad', 'mute', 'note'])
  })

  test('a call that ended meanwhile does not look alive', () => {
    expect(viewCall(withCall(talking), phone(null), 'away')?.stage).toBe('ended')
  })
})

describe('several calls', () => {
  const two = {
    ...withCall(talking),
    others: [{ ...ringingCall, id: 'c2', stage: 'held', legal: ['retrieve', 'hang_up'] } as DeskCall],
  }
  const legs = phone(mine({ stage: 'talking' }), mine({ leg: 2, id: 'c2', stage: 'talking' }))

  test('the one the agent turned to last, or the one that is wanted', () => {
    expect(viewCall(two, legs, 'open')).toMatchObject({ id: 'c1', stage: 'talking' })
    const held = viewCall(two, legs, 'open', 'c2')!
    expect(held).toMatchObject({ id: 'c2', stage: 'held', phone: { leg: 2 } })
    expect(held.legal.has('retrieve')).toBe(true)
  })

  test('one that rings before the server has told of it takes nobody from the card', () => {
    const early = phone(mine({ stage: 'talking' }), mine({ leg: 2, id: 'c2' }))
    expect(viewCall(withCall(talking), early, 'open')).toMatchObject({ id: 'c1', stage: 'talking' })
  })
})
