// The guest's telephone: it only dials in, as whom the visitor chooses to be.
import { Refusal } from '../api/http'
import { readGuestPhone } from '../api/session'
import { SipPhone } from '../phone/phone'
import { silentPhone, type PhoneState } from '../phone/state'
import { publishStats } from '../phone/stats'
import type { GuestPhone } from '../wire'
import { callerHeader, stageOf } from './call'

const RETRY_MS = 2000

export class GuestTelephone {
  state = $state.raw<PhoneState>(silentPhone)
  account = $state.raw<GuestPhone | null>(null)
  off = $state(false)
  sent = $state('')
  readonly stage = $derived(stageOf(this.state))
  private phone = new SipPhone()
  caller = $state<string | null>(null)
  number = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.phone.subscribe((state) => (this.state = state))
    publishStats(this.phone)
  }

  async connect(): Promise<void> {
    try {
      this.account = await readGuestPhone()
      this.caller ??= this.account.callers[0]?.number ?? ''
      this.number ||= this.account.numbers[0]?.number ?? ''
      this.phone.start(this.account, false)
    } catch (error) {
      this.off = error instanceof Refusal && error.status === 404
      if (!this.off) this.timer = setTimeout(() => void this.connect(), RETRY_MS)
    }
  }

  disconnect(): void {
    clearTimeout(this.timer)
    this.phone.stop('hang_up')
  }

  dial(): void {
    this.sent = ''
    this.phone.dial(this.number, [callerHeader(this.caller ?? '')])
  }

  hangUp(): void {
    this.phone.hangUp()
  }

  press(digit: string): void {
    if (this.stage !== 'talking') return
    this.phone.sendDigit(digit)
    this.sent += digit
  }
}
