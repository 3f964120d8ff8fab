// Whether the whole site is closed, as last heard: from the live socket, or from an answer.
import { readEmergency } from '../api/settings'
import { presence } from '../session.svelte'
import type { Emergency } from '../wire_settings'

class EmergencyNow {
  now = $state.raw<Emergency | null>(null)

  constructor() {
    presence.whenLeaving(() => (this.now = null))
  }

  async read(): Promise<void> {
    this.now = await readEmergency()
  }
}

export const emergency = new EmergencyNow()
