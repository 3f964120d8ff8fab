// An event's own words, without what the row already shows.
import { expect, test } from 'vitest'
import { AT } from '../test/examples'
import { details } from './events'

test('details leave out position, time, kind, call and what is empty', () => {
  const event = {
    position: 3,
    at: AT,
    kind: 'call_queued',
    call: 'c1',
    queue: 'sales',
    wait_s: 4,
    reason: null,
    skills: ['zh'],
  }
  expect(details(event)).toBe('queue sales · wait s 4 · skills ["zh"]')
})
