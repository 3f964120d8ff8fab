// Who is called back, how it stands, and who may cancel it.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT, customer } from '../test/examples'
import { show } from '../test/mount'
import type { Callback } from '../wire_callbacks'
import CallbackTable from './CallbackTable.svelte'

const waiting: Callback = {
  id: 'b1',
  queue: 'sales',
  number: '+8613800138001',
  display: '138 0013 8001',
  name: 'Wang',
  note: 'About the offer',
  customer: null,
  by: 'web',
  state: 'waiting',
  outcome: '',
  call: null,
  asked_at: AT,
  since: AT,
  not_before: null,
  not_after: null,
  skills: [],
  attempts: 1,
  next_try: AT,
  order: 2,
  merged: false,
}

beforeEach(speakEnglish)

test('a callback says who, where, since when, and when it is tried next', () => {
  const shown = show(CallbackTable, { callbacks: [waiting] })
  const row = shown.find('callback-row')!.textContent
  for (const word of [
    'Wang',
    '138 0013 8001',
    'Sales',
    'Waits for its time',
    'on the web',
    '2026',
    'About the offer',
  ])
    expect(row).toContain(word)
  expect(shown.find('callback-cancel')).toBeNull()
})

test('a known customer is named, and linked', () => {
  const shown = show(CallbackTable, { callbacks: [{ ...waiting, customer }] })
  expect(shown.target.querySelector('a')!.getAttribute('href')).toBe('/customers/k1')
  expect(shown.words()).toContain('Wang Fang')
})

test('what may be cancelled can be, but not a customer who is on the line', () => {
  const cancelled: string[] = []
  const callbacks = [waiting, { ...waiting, id: 'b2', state: 'on_hold' as const }]
  const shown = show(CallbackTable, { callbacks, cancel: (one: Callback) => cancelled.push(one.id) })
  expect(shown.all('callback-cancel')).toHaveLength(1)
  expect(shown.find('callback-cancel')!.getAttribute('aria-label')).toContain('138 0013 8001')
  shown.press('callback-cancel')
  expect(cancelled).toEqual(['b1'])
})

test('one that is over says how it ended', () => {
  const shown = show(CallbackTable, {
    callbacks: [{ ...waiting, state: 'closed' as const, outcome: 'busy', order: null, next_try: null }],
  })
  expect(shown.find('callback-row')!.textContent).toContain('Busy, and given up')
})
