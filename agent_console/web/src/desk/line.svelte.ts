// This tab's telephone: the agent's SIP account fetched, the phone started, its state for the pages.
// JsSIP is loaded only here, so boards and reports do not pay for it.
import { Refusal } from '../api/http'
import { readPhone } from '../api/session'
import { live } from '../live/live.svelte'
import { onBeat } from '../live/ticker'
import { explain } from '../notice.svelte'
import type { Telephone } from '../phone/phone'
import { knownCalls } from './call'
import { Patience } from '../phone/patience'
import { silentPhone, type PhoneState } from '../phone/state'
import { publishStats } from '../phone/stats'

const RETRY_MS = 2000
const PATIENCE_MS = 15_000

// The server sends a leg anew only for a call it knows to be in talk; while it is away, every call is a new one.
function inTalk(id: string | null): boolean {
  const mine = knownCalls(live.state.desk).find((call) => id === null || call.id === id)
  return live.state.link === 'open' && (mine?.stage === 'talking' || mine?.stage === 'held')
}

export class Line {
  state = $state.raw<PhoneState>(silentPhone)
  refused = $state('')
  phone: Telephone | null = null
  private wanted = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private patience = new Patience(PATIENCE_MS)
  private forgetBeat = () => {}

  async open(): Promise<void> {
    if (this.wanted) return
    this.wanted = true
    this.forgetBeat = onBeat(() => this.watch())
    await this.connect()
  }

  // Hanging up belongs to logging out. A tab that was superseded must leave without a word of SIP: the
  // call in progress is the other tab's now.
  close(leave: 'hang_up' | 'silently'): void {
    this.wanted = false
    this.forgetBeat()
    clearTimeout(this.timer)
    this.phone?.stop(leave)
  }

  // A registration once refused is not tried again by the library; a call in progress is left in peace.
  private watch(): void {
    const { registration, call } = this.state
    const well = registration === 'registered' || call !== null || !this.phone
    if (this.patience.isOver(well, Date.now())) void this.connect()
  }

  private async connect(): Promise<void> {
    try {
      const [account, { SipPhone }] = await Promise.all([readPhone(), import('../phone/phone')])
      if (!this.wanted) return
      this.refused = ''
      this.phone ??= this.adopt(new SipPhone(inTalk))
      this.phone.start(account, true)
    } catch (error) {
      this.refused = explain(error)
      const final = error instanceof Refusal && (error.status === 403 || error.status === 401)
      if (this.wanted && !final) this.timer = setTimeout(() => void this.connect(), RETRY_MS)
    }
  }

  private adopt(phone: Telephone): Telephone {
    phone.subscribe((state) => (this.state = state))
    publishStats(phone)
    return phone
  }
}
