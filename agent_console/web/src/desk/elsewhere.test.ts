// A call at a desk phone or a mobile.
import { expect, test } from 'vitest'
import { desk, ringingCall } from '../test/examples'
import type { Desk, DeskCall } from '../wire'
import { isElsewhere, viewElsewhere } from './elsewhere'

const mobile: Desk = {
  ...desk,
  phone: { kind: 'number', number: '+8613900139000', choices: ['browser', 'number'] },
}
const withCall = (change: Partial<DeskCall> = {}): Desk => ({
  ...mobile,
  call: { ...ringingCall, ...change },
})
const talking = { stage: 'talking', legal: ['hold', 'mute', 'keypad', 'hang_up', 'note'] } as const
const talk = withCall({ ...talking, legal: [...talking.legal] })

test('which phones are elsewhere', () => {
  expect(isElsewhere(null)).toBe(false)
  expect(isElsewhere(desk)).toBe(false)
  expect(isElsewhere(mobile)).toBe(true)
  expect(viewElsewhere(mobile, 'open', '')).toBeNull()
})

test('it is picked up by hand, and can be declined here', () => {
  const view = viewElsewhere(withCall(), 'open', '')!
  expect(view).toMatchObject({ stage: 'ringing', at: { kind: 'number', number: '+8613900139000' } })
  expect([...view.legal]).toEqual(['reject', 'note'])
})

test('what can be done is what the server says', () => {
  const view = viewElsewhere(talk, 'open', '')!
  expect(view.stage).toBe('talking')
  expect([...view.legal]).toEqual(['hold', 'mute', 'keypad', 'hang_up', 'note'])
  expect(viewElsewhere(withCall({ stage: 'held', legal: ['retrieve'] }), 'open', '')).toMatchObject({
    stage: 'held',
    phone: { stage: 'held' },
  })
})

test('a call that was muted from here is shown as muted, another is not', () => {
  expect(viewElsewhere(talk, 'open', 'c1')?.phone?.muted).toBe(true)
  expect(viewElsewhere(talk, 'open', 'c0')?.phone?.muted).toBe(false)
})

test('while the server is away a note can be written, and nothing else', () => {
  expect([...viewElsewhere(talk, 'away', '')!.legal]).toEqual(['note'])
})
