// How asking a queue is told: who is found, and that nobody was free.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { ringingCall } from '../test/examples'
import { show } from '../test/mount'
import { askedInVain } from './asked'
import Company from './Company.svelte'

beforeEach(speakEnglish)

const consult = {
  id: 'c-p1',
  way: 'queue' as const,
  to: 'sales',
  name: '',
  by: 'Anna',
  mine: true,
  answered: false,
  side: 'party' as const,
}

test('while nobody of the queue is rung, the queue is named; then who is rung', () => {
  expect(
    show(Company, { call: { ...ringingCall, consult } })
      .find('asking')
      ?.textContent.trim(),
  ).toBe('Finding someone free in Sales; the customer hears music.')
  const rings = { ...ringingCall, consult: { ...consult, name: 'Ben' } }
  expect(show(Company, { call: rings }).find('asking')?.textContent.trim()).toBe(
    'It rings at Ben; the customer hears music.',
  )
})

test('nobody was free, or who was asked did not take it: one sentence each', () => {
  const told = { type: 'asked_in_vain' as const, to: 'sales', name: 'Ben' }
  expect(askedInVain({ ...told, reason: 'nobody_free' })).toBe(
    'Nobody in Sales was free. You have the customer again.',
  )
  expect(askedInVain({ ...told, reason: 'not_had' })).toBe(
    'Ben did not take it. You have the customer again.',
  )
})
