// The other end of the live socket: what a test tells it arrives on the page as from the server.
import { flushSync } from 'svelte'
import { onTestFinished, vi } from 'vitest'
import { live } from '../live/live.svelte'
import type { ServerMessage } from '../wire'
import { AT, emergency } from './examples'

type Snapshot = Extract<ServerMessage, { type: 'snapshot' }>

export function liveServer() {
  const sockets: Socket[] = []
  class Socket {
    onmessage = (_: { data: string }) => {}
    onclose = () => {}
    constructor(readonly address: string) {
      sockets.push(this)
    }
    send() {}
    close() {}
  }
  vi.stubGlobal('WebSocket', Socket)
  onTestFinished(() => {
    live.stop()
    flushSync()
  })
  const tell = (message: ServerMessage) => {
    sockets.at(-1)!.onmessage({ data: JSON.stringify(message) })
    flushSync()
  }
  return {
    // What each socket that was opened is for.
    purposes: () => sockets.map(({ address }) => address.split('for=')[1]),
    tell,
    begin: (known: Partial<Snapshot>) =>
      tell({
        type: 'snapshot',
        position: 1,
        server_time: AT,
        desk: null,
        board: null,
        chats: [],
        emergency,
        messages: [],
        ...known,
      }),
    vanish: () => {
      sockets.at(-1)!.onclose()
      flushSync()
    },
  }
}
