// A film as a function of the time: which rows the floor had then, and what had been told by then. Pure.
import type { BoardAgent, BoardQueue } from '../wire'
import type { FilmDecision, FilmFrame } from '../wire_admin'

export interface Shown {
  queues: BoardQueue[]
  agents: BoardAgent[]
}
export interface Told extends FilmDecision {
  at: string
}

const at = (frame: FilmFrame) => Date.parse(frame.at)

// How many frames have been shown at a time (milliseconds); the first always is.
export function shownAt(frames: FilmFrame[], time: number): number {
  let [low, high] = [1, frames.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(frames[middle]!) <= time) low = middle + 1
    else high = middle
  }
  return Math.min(low, frames.length)
}

export function floorAfter(frames: FilmFrame[], count: number): Shown {
  const queues = new Map<string, BoardQueue>()
  const agents = new Map<string, BoardAgent>()
  for (const frame of frames.slice(0, count)) {
    for (const row of frame.queues) queues.set(row.id, row)
    for (const row of frame.agents) agents.set(row.id, row)
  }
  return { queues: [...queues.values()], agents: [...agents.values()] }
}

// What was told, the newest first.
export function toldAfter(frames: FilmFrame[], count: number, most = 60): Told[] {
  const told: Told[] = []
  for (let place = count - 1; place >= 0 && told.length < most; place--) {
    const frame = frames[place]!
    for (const one of [...frame.decisions].reverse()) told.push({ ...one, at: frame.at })
  }
  return told.slice(0, most)
}

// The time of the next decision after a time, or of the one before it; null where there is none in this stretch.
export function step(frames: FilmFrame[], time: number, forward: boolean): number | null {
  const times = frames.filter((frame) => frame.decisions.length > 0).map(at)
  const found = forward ? times.find((one) => one > time) : times.findLast((one) => one < time)
  return found ?? null
}
