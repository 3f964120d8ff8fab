// A film shown forwards and backwards: rows as they were, decisions as they fell.
import { expect, test } from 'vitest'
import { agent, queue } from '../test/examples'
import type { FilmFrame } from '../wire_admin'
import { floorAfter, shownAt, step, toldAfter } from './reel'

const time = (second: number) => Date.parse('2026-11-21T08:00:00.000Z') + second * 1000
const decision = (text: string) => ({ call: 'c1', code: 'queued', text })
const frame = (second: number, rest: Partial<FilmFrame>): FilmFrame => ({
  at: new Date(time(second)).toISOString(),
  queues: [],
  agents: [],
  decisions: [],
  ...rest,
})
const frames = [
  frame(0, { queues: [queue], agents: [agent] }),
  frame(10, { queues: [{ ...queue, waiting: 2 }], decisions: [decision('Queued.'), decision('Promised.')] }),
  frame(20, { agents: [{ ...agent, state: 'ready' }] }),
  frame(30, { decisions: [decision('Offered.')] }),
]

test('the floor at a time is what its frames by then have made it', () => {
  expect([-5, 0, 9.9, 10, 25, 99].map((second) => shownAt(frames, time(second)))).toEqual([1, 1, 1, 2, 3, 4])
  expect(floorAfter(frames, 1).queues[0]!.waiting).toBe(1)
  expect(floorAfter(frames, 2).queues[0]!.waiting).toBe(2)
  expect(floorAfter(frames, 2).agents[0]!.state).toBe('talking')
  expect(floorAfter(frames, 4).agents[0]!.state).toBe('ready')
})

test('what was told stands with the newest first', () => {
  expect(toldAfter(frames, 4).map((one) => one.text)).toEqual(['Offered.', 'Promised.', 'Queued.'])
  expect(toldAfter(frames, 4, 2)).toHaveLength(2)
  expect(toldAfter(frames, 1)).toEqual([])
})

test('from decision to decision, either way', () => {
  expect(step(frames, time(0), true)).toBe(time(10))
  expect(step(frames, time(10), true)).toBe(time(30))
  expect(step(frames, time(30), true)).toBeNull()
  expect(step(frames, time(30), false)).toBe(time(10))
  expect(step(frames, time(10), false)).toBeNull()
})

test('a film without frames shows nothing', () => {
  expect(shownAt([], time(0))).toBe(0)
  expect(floorAfter([], 0)).toEqual({ queues: [], agents: [] })
})
