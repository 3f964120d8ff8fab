// What supervisors told the floor and this person has not put away yet; it lasts as long as its sender said.
import { serverClock } from '../live/clock.svelte'
import { presence } from '../session.svelte'
import type { FloorMessage } from '../wire_floor'

const STORED_AS = 'switchroom.put_away'
const MOST_KEPT = 200

class FloorMessages {
  all = $state.raw<FloorMessage[]>([])
  private away = $state.raw<string[]>(stored())
  readonly shown = $derived(
    this.all.filter(
      (message) => !this.away.includes(message.id) && Date.parse(message.until) > serverClock.now,
    ),
  )

  constructor() {
    presence.whenLeaving(() => (this.all = []))
  }

  hear(message: FloorMessage): void {
    this.all = [...this.all.filter((known) => known.id !== message.id), message]
  }

  putAway(id: string): void {
    this.away = [...this.away, id].slice(-MOST_KEPT)
    localStorage.setItem(STORED_AS, JSON.stringify(this.away))
  }
}

function stored(): string[] {
  try {
    return JSON.parse(localStorage.getItem(STORED_AS) ?? '[]') as string[]
  } catch {
    return []
  }
}

export const floorMessages = new FloorMessages()
