// Known, unknown or several: what stands beside the call.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { flushSync } from 'svelte'
import { silentPhone } from '../phone/state'
import { speakEnglish } from '../test/catalogue'
import { customer, desk, ringingCall } from '../test/examples'
import { show } from '../test/mount'
import type { DeskCall } from '../wire'
import { viewCall } from './call'
import CustomerPanel from './CustomerPanel.svelte'

const server = vi.fn<typeof fetch>()
beforeEach(() => {
  speakEnglish()
  server.mockImplementation(() => Promise.resolve(new Response('{}', { status: 200 })))
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  vi.unstubAllGlobals()
  server.mockReset()
})

function panel(call: Partial<DeskCall>) {
  const whole = { ...desk, call: { ...ringingCall, ...call } }
  return show(CustomerPanel, { view: viewCall(whole, silentPhone, 'open')! })
}

test('a known customer comes with the history', () => {
  const shown = panel({})
  expect(shown.all('timeline-item')).toHaveLength(1)
  expect(shown.find('recording-player')).not.toBeNull()
  expect(shown.words()).toContain('Prefers the morning.')
  expect(shown.find('customer-owner')!.textContent).toBe('Lin')
})

test('an unknown caller becomes a customer by one name', async () => {
  const shown = panel({ customer: null, legal: ['make_customer'] })
  expect((shown.find('make-customer-submit') as HTMLButtonElement).disabled).toBe(true)
  shown.write('make-customer-name', ' Li Wei ')
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  flushSync()
  expect(server.mock.calls[0]![0]).toBe('/api/v1/calls/c1/customer')
  expect(server.mock.calls[0]![1]!.body).toBe('{"name":"Li Wei"}')
})

test('of several, one is chosen', () => {
  const shown = panel({ customer: null, candidates: [customer], legal: ['make_customer'] })
  shown.press('candidate-k1')
  expect(server.mock.calls[0]![1]!.body).toBe('{"customer":"k1"}')
})

test('nothing can be made while it is not legal', () => {
  expect(panel({ customer: null, legal: [] }).find('make-customer-name')).toBeNull()
})
