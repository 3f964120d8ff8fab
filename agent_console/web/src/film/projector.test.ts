// A film is loaded stretch by stretch, never beyond the present, and not stepped through while it loads.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Projector, STRETCH_MS } from './projector.svelte'

const asked: string[] = []
const NOW = Date.parse('2026-11-21T08:20:00.000Z')
const decision = { call: 'c1', code: 'queued', text: 'Queued.' }
const frames = ['07:57:00', '08:01:00'].map((clock, place) => ({
  at: `2026-11-21T${clock}.000Z`,
  queues: [],
  agents: [],
  decisions: place ? [decision] : [],
}))

beforeEach(() => {
  asked.length = 0
  vi.spyOn(Date, 'now').mockReturnValue(NOW)
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return new Response(JSON.stringify({ start: '', end: '', frames }), { status: 200 })
  })
})
afterEach(() => vi.restoreAllMocks())

test('what is in the stretch is not asked for again', async () => {
  const projector = new Projector()
  await projector.seek(Date.parse('2026-11-21T08:00:00.000Z'))
  expect(asked).toHaveLength(1)
  await projector.step(true)
  expect(new Date(projector.time).toISOString()).toBe('2026-11-21T08:01:00.000Z')
  expect(asked).toHaveLength(1)
  projector.run(1000)
  expect(projector.time).toBe(Date.parse('2026-11-21T08:01:10.000Z'))
})

test('the next stretch is loaded at its end, and nothing beyond the present', async () => {
  const projector = new Projector()
  await projector.seek(Date.parse('2026-11-21T08:00:00.000Z'))
  await projector.step(true)
  await projector.step(true)
  expect(projector.time).toBe(Date.parse('2026-11-21T07:57:00.000Z') + STRETCH_MS)
  expect(asked).toHaveLength(2)
  await projector.step(true)
  expect(asked).toHaveLength(2)
})

test('nothing is stepped through before there is something', async () => {
  const projector = new Projector()
  await projector.step(true)
  await projector.step(false)
  expect(asked).toEqual([])
  expect(projector.count).toBe(0)
})
