// The live socket answers pings, comes back after a loss, and stays away once superseded.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveSocket as Live } from './socket'

const sockets: FakeWire[] = []
class FakeWire {
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  sent: string[] = []
  closed = false
  constructor(readonly address: string) {
    sockets.push(this)
  }
  send(data: string): void {
    this.sent.push(data)
  }
  close(): void {
    this.closed = true
  }
}

const heard: string[] = []
const ears = {
  hear: (message: { type: string; link?: string }) =>
    void heard.push(message.link ? `link ${message.link}` : message.type),
  pong: () => ({ type: 'pong', phone: 'registered', microphone: 'ok' }) as const,
  lost: vi.fn(),
}
const speak = (wire: FakeWire, message: object) => wire.onmessage?.({ data: JSON.stringify(message) })
let live: Live

beforeEach(async () => {
  // The beat is one for the page; each test wants its own, on its own clock.
  vi.resetModules()
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWire)
  vi.stubGlobal('Worker', undefined)
  sockets.length = heard.length = 0
  const { LiveSocket } = await import('./socket')
  live = new LiveSocket('ws://here/api/v1/live', ears)
})
afterEach(() => {
  live.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('a ping is answered at once', () => {
  live.start()
  speak(sockets[0]!, { type: 'ping', server_time: '' })
  expect(JSON.parse(sockets[0]!.sent[0]!)).toEqual({ type: 'pong', phone: 'registered', microphone: 'ok' })
})

test('a lost socket says so and a new one takes its place; late words of the old are ignored', () => {
  live.start()
  sockets[0]!.onclose?.()
  expect(heard).toEqual(['link connecting', 'link away'])
  live.start()
  expect(sockets).toHaveLength(2)
  speak(sockets[0]!, { type: 'totals' })
  expect(heard.at(-1)).toBe('link connecting')
})

test('superseded closes the socket for good', () => {
  live.start()
  speak(sockets[0]!, { type: 'superseded' })
  expect(sockets[0]!.closed).toBe(true)
  sockets[0]!.onclose?.()
  expect(heard).toEqual(['link connecting', 'superseded'])
})

test('a lost socket is opened again by the beat, without saying connecting each time', async () => {
  live.start()
  sockets[0]!.onclose?.()
  await vi.advanceTimersByTimeAsync(1500)
  expect(sockets.length).toBeGreaterThan(1)
  expect(heard).toEqual(['link connecting', 'link away'])
})

test('a silent socket counts as lost', async () => {
  live.start()
  await vi.advanceTimersByTimeAsync(13_000)
  expect(sockets[0]!.closed).toBe(true)
  expect(ears.lost).toHaveBeenCalled()
})
