// The live socket's state for the pages: one socket for this tab, opened by the first page that needs it.
import { silentPhone, type PhoneState } from '../phone/state'
import { floorMessages } from '../floor/messages.svelte'
import { t } from '../language/language.svelte'
import { askedInVain } from '../desk/asked'
import { notice } from '../notice.svelte'
import { emergency } from '../queues/emergency.svelte'
import { presence } from '../session.svelte'
import type { PageOrder, ServerMessage } from '../wire'
import { serverClock } from './clock.svelte'
import { beforeFirstSnapshot, reduce, type LinkMessage, type LiveState } from './reduce'
import { LiveSocket } from './socket'

// A board must not take the desk over from the tab that has the phone, so a socket says what it is for.
export type Purpose = 'desk' | 'board'

class Live {
  state = $state.raw<LiveState>(beforeFirstSnapshot)
  heardAt = $state('')
  phone: () => PhoneState = () => silentPhone
  ordered: (order: PageOrder) => void = () => {}
  private socket: LiveSocket | null = null
  private purpose: Purpose | null = null

  constructor() {
    presence.whenLeaving(() => this.stop())
  }

  open(purpose: Purpose): void {
    if (this.purpose === 'desk' || this.purpose === purpose) return
    this.begin(purpose)
  }

  reopen(): void {
    if (this.purpose) this.begin(this.purpose)
  }

  stop(): void {
    this.socket?.stop()
    this.socket = null
    this.purpose = null
    this.state = beforeFirstSnapshot
  }

  private begin(purpose: Purpose): void {
    this.socket?.stop()
    this.purpose = purpose
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    this.socket = new LiveSocket(`${scheme}://${location.host}/api/v1/live?for=${purpose}`, {
      hear: (message) => this.hear(message),
      pong: () => ({
        type: 'pong',
        phone: this.phone().registration,
        microphone: this.phone().microphone,
      }),
      lost: () => void presence.confirm(),
    })
    this.socket.start()
  }

  // What a supervisor says to the floor, or does to whoever sits here.
  private supervised(message: ServerMessage | LinkMessage): void {
    if (message.type === 'snapshot') floorMessages.all = message.messages ?? []
    if (message.type === 'floor_message') floorMessages.hear(message.message)
    if (message.type === 'forced') notice.say(t(`forced.${message.state}`, { by: message.by }))
    if (message.type === 'logged_out') presence.putOut(message.by)
  }

  private hear(message: ServerMessage | LinkMessage): void {
    if ('server_time' in message) {
      serverClock.sync(message.server_time)
      this.heardAt = message.server_time
    }
    if ('emergency' in message) emergency.now = message.emergency ?? null
    this.state = reduce(this.state, message)
    this.supervised(message)
    if (message.type === 'order') this.ordered(message.order)
    if (message.type === 'asked_in_vain') notice.say(askedInVain(message))
  }
}

export const live = new Live()
