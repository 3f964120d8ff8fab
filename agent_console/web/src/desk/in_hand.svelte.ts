// The calls in this agent's hands: which one the card shows, which lie beside it, and how one turns from one to another.
import * as phones from '../api/phone'
import * as transfers from '../api/transfers'
import { live } from '../live/live.svelte'
import { notice } from '../notice.svelte'
import { knownCalls, viewCall, type CallView } from './call'
import { isElsewhere, viewElsewhere } from './elsewhere'
import type { Line } from './line.svelte'

const MUTED = 'switchroom.muted-call'

export class InHand {
  constructor(private readonly line: Line) {}

  // At the desk phone or a mobile; a call that this browser has all the same is shown as what it is.
  readonly elsewhere = $derived.by(() => isElsewhere(live.state.desk) && !this.line.state.call)
  // Only this tab remembers that it asked for another telephone to be silenced.
  mutedCall = $state(sessionStorage.getItem(MUTED) ?? '')
  // Which call the card shows, where it is not the one the agent turned to last: one that is to be wrapped up.
  private shown = $state({ id: '', beside: '' })
  private readonly active = $derived(live.state.desk?.call?.id ?? '')
  readonly view = $derived.by(() => this.viewOf(this.shown.beside === this.active ? this.shown.id : ''))
  readonly beside = $derived.by(() =>
    knownCalls(live.state.desk)
      .filter((call) => call.id !== this.view?.id)
      .map((call) => this.viewOf(call.id))
      .filter((view): view is CallView => view?.known != null),
  )
  readonly all = $derived.by(() => (this.view ? [this.view, ...this.beside] : this.beside))
  readonly rings = $derived.by(() => this.all.find((view) => view.stage === 'ringing') ?? null)

  private viewOf(id: string): CallView | null {
    const { desk, link } = live.state
    if (this.elsewhere) return viewElsewhere(desk, link, this.mutedCall, id)
    return viewCall(desk, this.line.state, link, id)
  }

  remembersMuted(call: string): void {
    this.mutedCall = call
    sessionStorage.setItem(MUTED, call)
  }

  // Whoever is spoken with hears music before somebody else is answered.
  async answer(): Promise<void> {
    const rings = this.rings
    await this.letsWait(rings?.id ?? null)
    this.line.phone?.answer(rings?.phone?.id ?? undefined)
  }

  // What is done with a call beside the one on the card: it is answered, spoken with again, or looked at until the agent
  // turns to another.
  async turnTo(view: CallView): Promise<void> {
    if (view.legal.has('answer')) await this.answer()
    else if (view.legal.has('retrieve')) await this.takeBack(view)
    else this.shown = { id: view.id ?? '', beside: this.active }
  }

  turnToNext(): void {
    const next = this.beside.find((view) => view.stage === 'ringing') ?? this.beside[0]
    if (next) void this.turnTo(next)
  }

  // A hold made by the phone is ended by the phone, one that the server made by the server.
  async takeBack(view: CallView | null): Promise<void> {
    if (!view) return
    if (view.phone?.stage !== 'held' || view.at) {
      if (view.id) await notice.carry(transfers.retrieve(view.id))
      return
    }
    await this.letsWait(view.id)
    this.line.phone?.retrieve(view.phone.id ?? undefined)
  }

  private async letsWait(but: string | null): Promise<void> {
    if (live.state.link !== 'open') return
    for (const view of this.all)
      if (view.id && view.id !== but && view.stage === 'talking' && view.legal.has('hold'))
        await notice.carry(phones.hold(view.id))
  }
}
