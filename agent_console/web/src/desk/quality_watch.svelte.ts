// Listens to the call in this browser every two seconds, and tells the server at its end how it was heard.
import { tellQuality } from '../api/phone'
import { onBeat } from '../live/ticker'
import type { Telephone } from '../phone/phone'
import { figuresOf, hear, sampleOf, unheard, type Counters, type Heard } from '../phone/quality'

const EVERY_MS = 2000

export class QualityWatch {
  heard = $state.raw<Heard>(unheard)
  private call: string | null = null
  private before: Counters | null = null
  private forgetBeat = () => {}
  private next = 0
  private phone: () => Telephone | null

  constructor(phone: () => Telephone | null) {
    this.phone = phone
  }

  // The call in which this browser's phone talks now; null for none.
  follow(call: string | null): void {
    if (call === this.call) return
    this.end()
    this.call = call
    if (call !== null) this.forgetBeat = onBeat(() => this.beat())
  }

  private end(): void {
    this.forgetBeat()
    const figures = figuresOf(this.heard)
    // A figure that does not arrive is missed by nobody.
    if (this.call !== null && figures) void tellQuality(this.call, figures).catch(() => {})
    this.heard = unheard
    this.before = null
  }

  private beat(): void {
    if (Date.now() < this.next) return
    this.next = Date.now() + EVERY_MS
    void this.look(this.call)
  }

  private async look(call: string | null): Promise<void> {
    const now = (await this.phone()?.counters()) ?? null
    if (call !== this.call || !now) return
    const sample = this.before && sampleOf(this.before, now)
    this.before = now
    if (sample) this.heard = hear(this.heard, sample)
  }
}
