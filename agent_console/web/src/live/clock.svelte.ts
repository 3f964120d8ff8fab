// The server's clock as this page knows it, beating steadily for whatever shows a running time.
import { onBeat } from './ticker'

class ServerClock {
  now = $state(Date.now())
  private ahead = 0

  constructor() {
    onBeat(() => this.read())
  }

  // The agent's computer may be minutes wrong; running times are counted on the server's clock.
  sync(serverTime: string): void {
    this.ahead = Date.parse(serverTime) - Date.now()
    this.read()
  }

  private read(): void {
    this.now = Date.now() + this.ahead
  }
}

export const serverClock = new ServerClock()
