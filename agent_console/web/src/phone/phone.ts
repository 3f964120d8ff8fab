// The browser's telephone: JsSIP behind a small interface. Everything that rings, speaks or hangs up goes
// through here; the rest of the console sees a PhoneState and these verbs.
import type { SipAccount } from '../wire'
import { watchMicrophone } from './microphone'
import { Leg, type LegWord } from './leg'
import { callNamed, reducePhone, silentPhone, type PhoneReport, type PhoneState } from './state'
import { asksToPickUp } from './pick_up'
import { onDeviceChosen } from './devices'
import type { Counters } from './quality'
import { readCounters, readStats, type PhoneStats } from './stats'
import { makeUserAgent, reportConnection, type UserAgent } from './user_agent'

type Invitation = Parameters<typeof Leg.incoming>[0]

export type Leave = 'hang_up' | 'silently'

// Where a verb names no call, the one that was turned to last is meant; an answer takes the one that rings.
export interface Telephone {
  readonly state: PhoneState
  subscribe(listener: (state: PhoneState) => void): () => void
  start(account: SipAccount, register: boolean): void
  stop(leave: Leave): void
  dial(number: string, headers: string[]): void
  answer(call?: string): void
  reject(call?: string): void
  turnTo(call: string): void
  hangUp(call?: string): void
  hold(call?: string): void
  retrieve(call?: string): void
  setMuted(muted: boolean, call?: string): void
  sendDigit(digit: string, call?: string): void
  stats(): Promise<PhoneStats>
  counters(): Promise<Counters | null>
}

const BUSY_HERE = 486
const UNAVAILABLE = 480
const WHICH_CALL = 'X-Switchroom-Call'

export class SipPhone implements Telephone {
  state: PhoneState = silentPhone
  // Whether an invitation to this call can only be the leg of a conversation that goes on, sent anew.
  private readonly inTalk: (call: string | null) => boolean
  private agent: UserAgent | null = null
  private legs = new Map<number, Leg>()
  private count = 0
  private listeners = new Set<(state: PhoneState) => void>()
  private forgetMicrophone = () => {}

  constructor(inTalk: (call: string | null) => boolean = () => false) {
    this.inTalk = inTalk
    onDeviceChosen((part) => part === 'microphone' && this.renewMicrophones(true))
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
      if (microphone === 'ok') this.renewMicrophones()
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
    this.agent = null
    for (const [number, leg] of this.legs) {
      leg.silence()
      this.report({ type: 'ended', leg: number, cause: 'stopped', at: Date.now() })
    }
    this.legs.clear()
    this.report({ type: 'disconnected', detail: '' })
    this.report({ type: 'unregistered' })
  }

  dial(number: string, headers: string[]): void {
    if (!this.agent || this.state.call) return
    const leg = (this.count += 1)
    this.report({ type: 'dialled', leg, number, at: Date.now() })
    const target = `sip:${number}@${this.agent.domain}`
    this.legs.set(leg, Leg.outgoing(this.agent.ua, target, headers, this.hearerOf(leg)))
  }

  answer(call?: string): void {
    const ringing = this.rings(call)
    if (ringing) this.pickUp(ringing.leg)
  }

  reject(call?: string): void {
    const ringing = this.rings(call)
    if (ringing) this.legs.get(ringing.leg)?.end(UNAVAILABLE)
  }

  turnTo(call: string): void {
    const mine = this.named(call)
    if (mine && mine !== this.state.call) this.report({ type: 'turned_to', leg: mine.leg })
  }

  hangUp(call?: string): void {
    this.legOf(call)?.end()
  }

  hold(call?: string): void {
    if (this.named(call)?.stage === 'talking') this.legOf(call)?.do('hold')
  }

  retrieve(call?: string): void {
    if (this.named(call)?.stage === 'held') this.legOf(call)?.do('unhold')
  }

  setMuted(muted: boolean, call?: string): void {
    this.legOf(call)?.do(muted ? 'mute' : 'unmute')
  }

  sendDigit(digit: string, call?: string): void {
    this.legOf(call)?.sendDigit(digit)
  }

  stats(): Promise<PhoneStats> {
    return readStats(this.legOf()?.connection ?? null)
  }

  counters(): Promise<Counters | null> {
    return readCounters(this.legOf()?.connection ?? null)
  }

  private named(call?: string) {
    return call === undefined ? this.state.call : callNamed(this.state.calls, call)
  }

  private rings(call?: string) {
    const ringing = this.state.calls.filter((each) => each.stage === 'ringing')
    return call === undefined ? ringing[0] : callNamed(ringing, call)
  }

  private legOf(call?: string): Leg | undefined {
    const mine = this.named(call)
    return mine ? this.legs.get(mine.leg) : undefined
  }

  private renewMicrophones(always = false): void {
    for (const leg of this.legs.values()) void leg.renewMicrophone(always)
  }

  private take(invitation: Invitation): void {
    const id = invitation.request.getHeader(WHICH_CALL) ?? null
    const rejoin = this.inTalk(id)
    // Without the server's word for it, a second call is one too many.
    const former = id === null ? this.state.call : this.state.calls.find((call) => call.id === id)
    if (former && !rejoin) {
      invitation.session.terminate({ status_code: BUSY_HERE })
      return
    }
    if (former) this.replace(former.leg)
    const leg = (this.count += 1)
    const { uri, display_name: name } = invitation.request.from
    const number = uri.user ?? null
    this.report({ type: 'invited', leg, id, rejoin, number, name: name || null, at: Date.now() })
    this.legs.set(leg, Leg.incoming(invitation, this.hearerOf(leg)))
    if (rejoin || asksToPickUp(invitation.request.getHeader('Alert-Info'))) this.pickUp(leg)
  }

  // The server sends a leg anew only after the former one is lost to it, so the newer one wins.
  private replace(former: number): void {
    this.legs.get(former)?.abandon()
    this.legs.delete(former)
    this.report({ type: 'ended', leg: former, cause: 'replaced', at: Date.now() })
  }

  private pickUp(leg: number): void {
    this.report({ type: 'answering', leg })
    this.legs.get(leg)?.do('answer')
  }

  private hearerOf(number: number) {
    return (leg: Leg, word: LegWord): void => {
      // A leg that was replaced may still speak its last word; nobody listens.
      if (this.legs.has(number) && this.legs.get(number) !== leg) return
      if (word.type === 'microphone') return this.report(word)
      if (word.type === 'ended') this.legs.delete(number)
      this.report({ ...word, leg: number })
    }
  }

  private report(report: PhoneReport): void {
    this.state = reducePhone(this.state, report)
    for (const listener of this.listeners) listener(this.state)
  }
}
