// The live socket: opened, answered, watched, and opened again when it is lost. It hands messages on and
// decides nothing about them.
import type { Pong, ServerMessage } from '../wire'
import { waitBefore } from './backoff'
import type { LinkMessage } from './reduce'
import { onBeat } from './ticker'

interface Ears {
  hear(message: ServerMessage | LinkMessage): void
  pong(): Pong
  lost(): void
}

// The server pings every 5 s; a socket silent for longer than this is dead, whatever the browser says.
const SILENCE_MS = 12_000

export class LiveSocket {
  private socket: WebSocket | null = null
  private attempt = 0
  private heardAt = 0
  private retryAt: number | null = null
  private forgetBeat = () => {}

  constructor(
    private address: string,
    private ears: Ears,
  ) {}

  start(): void {
    this.stop()
    this.attempt = 0
    this.forgetBeat = onBeat(() => this.watch(Date.now()))
    this.open()
  }

  stop(): void {
    this.forgetBeat()
    this.retryAt = null
    const socket = this.socket
    this.socket = null
    socket?.close()
  }

  private open(): void {
    this.retryAt = null
    this.heardAt = Date.now()
    // Attempts after a loss stay quiet: the page says that the server is away until it is back.
    if (this.attempt === 0) this.ears.hear({ type: 'link', link: 'connecting' })
    const socket = new WebSocket(this.address)
    this.socket = socket
    socket.onmessage = (event) => {
      if (socket === this.socket) this.take(String(event.data))
    }
    socket.onclose = () => {
      if (socket === this.socket) this.lose()
    }
  }

  private take(data: string): void {
    this.heardAt = Date.now()
    const message = JSON.parse(data) as ServerMessage
    if (message.type === 'snapshot') this.attempt = 0
    if (message.type === 'ping') this.socket?.send(JSON.stringify(this.ears.pong()))
    this.ears.hear(message)
    if (message.type === 'superseded') this.stop()
  }

  private lose(): void {
    const socket = this.socket
    this.socket = null
    socket?.close()
    this.retryAt = Date.now() + waitBefore(this.attempt++)
    this.ears.hear({ type: 'link', link: 'away' })
    this.ears.lost()
  }

  private watch(now: number): void {
    if (this.socket && now - this.heardAt > SILENCE_MS) this.lose()
    else if (this.retryAt !== null && now >= this.retryAt) this.open()
  }
}
