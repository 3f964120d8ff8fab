// A call is listened to while it lasts, and its figures are told once, at its end.
import { afterEach, expect, test, vi } from 'vitest'
import type { Telephone } from '../phone/phone'
import { server } from '../test/server'
import { QualityWatch } from './quality_watch.svelte'

afterEach(() => vi.useRealTimers())

function call() {
  vi.useFakeTimers()
  const counters = { received: 0, lost: 0, jitterMs: 1, rttMs: 20, farLoss: 0, codec: 'opus' }
  const phone = { counters: async () => ({ ...counters, received: (counters.received += 100) }) }
  return new QualityWatch(() => phone as unknown as Telephone)
}

test('what was measured is told when the call is over', async () => {
  const asked = server()
  const watch = call()
  watch.follow('c1')
  await vi.advanceTimersByTimeAsync(9000)
  expect(watch.heard.samples).toBeGreaterThan(2)
  watch.follow('c1')
  expect(asked).toEqual([])
  watch.follow(null)
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject(['PUT', '/calls/c1/quality', { loss: 0, jitter_ms: 1, rtt_ms: 20 }])
  expect(watch.heard.samples).toBe(0)
  watch.follow(null)
  expect(asked).toHaveLength(1)
})

test('a call that was over before anything came tells nothing', () => {
  const asked = server()
  const watch = call()
  watch.follow('c1')
  watch.follow(null)
  expect(asked).toEqual([])
})
