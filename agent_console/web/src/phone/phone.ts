// The browser's telephone: JsSIP behind a small interface. Everything that rings, speaks or hangs up goes
// through here; the rest of the console sees a PhoneState and these verbs.
import type { SipAccount } from '../wire'
import { watchMicrophone } from './microphone'
import { Leg, type LegAction } from './leg'
import { reducePhone, silentPhone, type PhoneReport, type PhoneState } from './state'
import { asksToPickUp } from './pick_up'
import { onDeviceChosen } from './devices'
import type { Counters } from './quality'
import { readCounters, readStats, type PhoneStats } from './stats'
import { makeUserAgent, reportConnection, type UserAgent } from './user_agent'

type Invitation = Parameters<typeof Leg.incoming>[0]

export type Leave = 'hang_up' | 'silently'

export interface Telephone {
  readonly state: PhoneState
  subscribe(listener: (state: PhoneState) => void): () => void
  start(account: SipAccount, register: boolean): void
  stop(leave: Leave): void
  dial(number: string, headers: string[]): void
  answer(): void
  reject(): void
  hangUp(): void
  hold(): void
  retrieve(): void
  setMuted(muted: boolean): void
  sendDigit(digit: string): void
  stats(): Promise<PhoneStats>
  counters(): Promise<Counters | null>
}

const BUSY_HERE = 486
const UNAVAILABLE = 480

export class SipPhone implements Telephone {
  state: PhoneState = silentPhone
  // Whether an invitation that comes now can only be the leg of a conversation that goes on, sent anew.
  private readonly inTalk: () => boolean
  private agent: UserAgent | null = null
  private leg: Leg | null = null
  private listeners = new Set<(state: PhoneState) => void>()
  private forgetMicrophone = () => {}

  constructor(inTalk: () => boolean = () => false) {
    this.inTalk = inTalk
    onDeviceChosen((part) => part === 'microphone' && void this.leg?.renewMicrophone(true))
  }

  subscribe(listener: (state: PhoneState) => void): () => void {
    this.listeners.add(listener)
    listener(this.state)
    return () => this.listeners.delete(listener)
  }

  start(account: SipAccount, register: boolean): void {
    this.stop('hang_up')
    this.forgetMicrophone = watchMicrophone((microphone) => {
      this.report({ type: 'microphone', microphone })
      if (microphone === 'ok') void this.leg?.renewMicrophone()
    })
    const agent = makeUserAgent(account, register)
    reportConnection(agent.ua, (report) => this.report(report))
    agent.ua.on('newRTCSession', (event: { originator: string; session: unknown; request: unknown }) => {
      if (event.originator === 'remote') this.take(event as unknown as Invitation)
    })
    this.agent = agent
    agent.ua.start()
  }

  stop(leave: Leave): void {
    this.forgetMicrophone()
    const agent = this.agent
    if (!agent) return
    agent.ua.removeAllListeners()
    // With its socket gone first, the user agent cannot say goodbye for the calls it still has.
    if (leave === 'silently') agent.socket.disconnect()
    agent.ua.stop()
    this.leg?.silence()
    this.agent = this.leg = null
    this.report({ type: 'ended', cause: 'stopped', at: Date.now() })
    this.report({ type: 'disconnected', detail: '' })
    this.report({ type: 'unregistered' })
  }

  dial(number: string, headers: string[]): void {
    if (!this.agent || this.leg) return
    this.report({ type: 'dialled', number, at: Date.now() })
    this.leg = Leg.outgoing(this.agent.ua, `sip:${number}@${this.agent.domain}`, headers, this.hear)
  }

  answer(): void {
    if (this.state.call?.stage !== 'ringing') return
    this.report({ type: 'answering' })
    this.leg?.do('answer')
  }

  reject(): void {
    if (this.state.call?.stage === 'ringing') this.leg?.end(UNAVAILABLE)
  }

  hangUp(): void {
    this.leg?.end()
  }

  hold(): void {
    if (this.state.call?.stage === 'talking') this.leg?.do('hold')
  }

  retrieve(): void {
    if (this.state.call?.stage === 'held') this.leg?.do('unhold')
  }

  setMuted(muted: boolean): void {
    const action: LegAction = muted ? 'mute' : 'unmute'
    this.leg?.do(action)
  }

  sendDigit(digit: string): void {
    this.leg?.sendDigit(digit)
  }

  stats(): Promise<PhoneStats> {
    return readStats(this.leg?.connection ?? null)
  }

  counters(): Promise<Counters | null> {
    return readCounters(this.leg?.connection ?? null)
  }

  private take(invitation: Invitation): void {
    const rejoin = this.inTalk()
    if (this.leg && !rejoin) {
      invitation.session.terminate({ status_code: BUSY_HERE })
      return
    }
    // The server sends a leg anew only after the former one is lost to it, so the newer one wins.
    this.leg?.abandon()
    const from = invitation.request.from
    this.report({
      type: 'invited',
      id: null,
      rejoin,
      number: from.uri.user ?? null,
      name: from.display_name || null,
      at: Date.now(),
    })
    this.leg = Leg.incoming(invitation, this.hear)
    if (rejoin || asksToPickUp(invitation.request.getHeader('Alert-Info'))) this.answer()
  }

  private hear = (leg: Leg, report: PhoneReport): void => {
    // A leg that was replaced may still speak its last word; nobody listens.
    if (this.leg && leg !== this.leg) return
    if (report.type === 'ended') this.leg = null
    this.report(report)
  }

  private report(report: PhoneReport): void {
    this.state = reducePhone(this.state, report)
    for (const listener of this.listeners) listener(this.state)
  }
}
