// The agent's desk of this tab: the live socket and the phone brought together, and the orders an agent
// can give. It outlives its page, so a look at the board does not drop the call.
import { tick, untrack } from 'svelte'
import * as calls from '../api/calls'
import { extendWrapUp } from '../api/work'
import * as phones from '../api/phone'
import * as transfers from '../api/transfers'
import { live } from '../live/live.svelte'
import { notice } from '../notice.svelte'
import { Ringtone } from '../phone/ringtone'
import { presence } from '../session.svelte'
import type { PageOrder, Target } from '../wire'
import { t } from '../language/language.svelte'
import type { ButtonOrder } from '../headset/buttons'
import { headset } from '../headset/headset.svelte'
import { lampsOf, meaningOf, type CallOrder } from '../headset/meaning'
import { followMediaKeys } from '../headset/media_session'
import { knownCalls, viewCall, type CallView } from './call'
import { isElsewhere, viewElsewhere } from './elsewhere'
import type { Choice } from './targets'
import { Line } from './line.svelte'
import { Note } from './note.svelte'
import { onCall } from './on_call.svelte'
import { QualityWatch } from './quality_watch.svelte'

const EXTENSION_SECONDS = 60
const MUTED = 'switchroom.muted-call'

class AgentDesk {
  readonly line = new Line()
  readonly desk = $derived(live.state.desk)
  readonly link = $derived(live.state.link)
  readonly quality = new QualityWatch(() => this.line.phone)
  // A call at the desk phone or a mobile; one that this browser has all the same is shown as what it is.
  readonly elsewhere = $derived(isElsewhere(live.state.desk) && !this.line.state.call)
  mutedCall = $state(sessionStorage.getItem(MUTED) ?? '')
  // Which call the card shows, where it is not the one the agent turned to last: one that is to be wrapped up.
  shown = $state('')
  readonly active = $derived(live.state.desk?.call?.id ?? '')
  // Whether the box to make another call is open.
  begins = $state(false)
  readonly view = $derived(this.viewOf(this.shown))
  readonly beside = $derived(
    knownCalls(live.state.desk)
      .filter((call) => call.id !== this.view?.id)
      .map((call) => this.viewOf(call.id))
      .filter((view): view is CallView => view?.known != null),
  )
  readonly rings = $derived([this.view, ...this.beside].find((view) => view?.stage === 'ringing') ?? null)
  note = $state.raw<Note | null>(null)
  keypadOpen = $state(false)
  sent = $state('')
  choosing = $state<string | null>(null)
  choice = $state<Choice | null>(null)
  firstParked = $state<number | null>(null)
  lastDialled = $state('')
  mayRing = $state(navigator.userActivation?.hasBeenActive ?? true)
  private ringtone = new Ringtone()

  constructor() {
    live.phone = () => this.line.state
    headset.ordered = this.pressed
    void headset.find()
    live.ordered = (order) => this.ordered(order)
    presence.whenLeaving(() => this.line.close('hang_up'))
    $effect.root(() => {
      $effect(() => this.sound())
      $effect(() => this.followNote())
      $effect(() => this.followPhone())
      $effect(() => {
        if (this.active !== null) this.shown = ''
      })
      $effect(() => {
        if (live.state.link === 'superseded') this.line.close('silently')
      })
      $effect(() => {
        onCall.active = [this.view, ...this.beside].some((view) => view && view.stage !== 'wrap_up')
      })
      $effect(() => {
        if (!this.view?.legal.has('keypad')) this.keypadOpen = false
      })
      $effect(() => {
        if (this.choice && !this.view?.legal.has(this.choice)) this.choice = null
      })
      $effect(() => {
        if (!this.keypadOpen) this.sent = ''
      })
    })
    for (const gesture of ['pointerdown', 'keydown'])
      addEventListener(gesture, () => this.touched(), { once: true })
  }

  open(): void {
    live.open('desk')
    if (live.state.link !== 'superseded') void this.line.open()
  }

  useThisTab(): void {
    live.reopen()
    void this.line.open()
  }

  private viewOf(id: string): CallView | null {
    const { desk, link } = live.state
    if (this.elsewhere) return viewElsewhere(desk, link, this.mutedCall, id)
    return viewCall(desk, this.line.state, link, id)
  }

  // Whoever is spoken with hears music before somebody else is answered.
  answer = async () => {
    const rings = this.rings
    await this.lets(rings?.id ?? null)
    this.line.phone?.answer(rings?.phone?.id ?? undefined)
  }
  hold = () => (this.elsewhere ? this.order(phones.hold) : this.line.phone?.hold(this.named))
  // A hold made by the phone is ended by the phone, one that the server made by the server.
  retrieve = () => void this.takesBack(this.view)
  // What is done with a call beside the one on the card: it is answered, spoken with again, or looked at.
  turnTo = async (view: CallView) => {
    if (view.legal.has('answer')) await this.answer()
    else if (view.legal.has('retrieve')) await this.takesBack(view)
    else this.shown = view.id ?? ''
  }
  turnToNext = () => {
    const next = this.beside.find((view) => view.stage === 'ringing') ?? this.beside[0]
    if (next) void this.turnTo(next)
  }

  private async takesBack(view: CallView | null): Promise<void> {
    if (!view) return
    if (view.phone?.stage !== 'held' || view.at) {
      if (view.id) await notice.carry(transfers.retrieve(view.id))
      return
    }
    await this.lets(view.id)
    this.line.phone?.retrieve(view.phone.id ?? undefined)
  }

  private async lets(but: string | null): Promise<void> {
    const spoken = [this.view, ...this.beside].filter(
      (view) => view !== null && view.id !== but && view.stage === 'talking' && view.legal.has('hold'),
    )
    if (this.link !== 'open') return
    for (const view of spoken) if (view?.id) await notice.carry(phones.hold(view.id))
  }

  private get named(): string | undefined {
    return this.view?.phone?.id ?? undefined
  }

  mute = () => {
    if (this.elsewhere) void this.muteThere()
    else this.line.phone?.setMuted(!this.view?.phone?.muted, this.named)
  }
  toggleKeypad = () => (this.keypadOpen = !this.keypadOpen)

  press = (digit: string) => {
    if (this.elsewhere) this.order((id) => phones.pressKeys(id, digit))
    else this.line.phone?.sendDigit(digit, this.named)
    this.sent += digit
  }

  reject = async () => {
    const call = (this.rings ?? this.view)?.known
    if (!call || this.link !== 'open') return this.line.phone?.reject()
    if (!(await notice.carry(calls.reject(call.id)))) this.line.phone?.reject(call.id)
  }

  hangUp = () => {
    if (this.view?.phone && !this.view.at) return this.line.phone?.hangUp(this.named)
    if (this.view?.id) void notice.carry(calls.hangUp(this.view.id))
  }

  // Only the server can silence another telephone, and only this tab remembers that it asked for it.
  private async muteThere(): Promise<void> {
    const call = this.view
    if (!call?.id || !(await notice.carry(phones.setMuted(call.id, !call.phone?.muted)))) return
    this.mutedCall = call.phone?.muted ? '' : call.id
    sessionStorage.setItem(MUTED, this.mutedCall)
  }

  private pressed = (order: ButtonOrder) => this.carryOut(meaningOf(order, this.rings ?? this.view))
  private carryOut = (order: CallOrder | null) => {
    if (order === 'answer') void this.answer()
    else if (order === 'hang_up') this.hangUp()
    else if (order === 'mute') this.mute()
  }

  // Whatever goes along with the call in this browser: its quality, the headset's lamps, the computer's keys.
  private followPhone(): void {
    const view = this.view
    const talks = view?.phone?.stage === 'talking' || view?.phone?.stage === 'held'
    untrack(() => {
      if (view?.phone?.id) this.line.phone?.turnTo(view.phone.id)
      this.quality.follow(talks ? (view?.known?.id ?? null) : null)
      headset.show(lampsOf(view))
      followMediaKeys(view && view.stage !== 'wrap_up' ? view.phone : null, this.carryOut)
    })
  }

  // A program asks for what only this page can do.
  private ordered(order: PageOrder): void {
    if (order === 'answer') void this.answer()
    else this.line.phone?.setMuted(order === 'mute', this.named)
  }

  private order(what: (call: string) => Promise<unknown>): void {
    const call = this.view?.known
    if (call) void notice.carry(what(call.id))
  }

  choose = (choice: Choice) => (this.choice = this.choice === choice ? null : choice)
  sendTo = (to: Target) =>
    this.order((id) => (this.choice === 'consult' ? transfers.consult : transfers.transfer)(id, to))
  complete = () => this.order(transfers.complete)
  toggle = () => {
    const side = this.view?.known?.consult?.side === 'customer' ? 'party' : 'customer'
    this.order((id) => transfers.toggle(id, side))
  }
  join = () => this.order(transfers.join)
  takeBack = () => this.order(transfers.takeBack)
  park = () => this.order((id) => transfers.park(id).then(({ slot }) => notice.say(t('parked.at', { slot }))))
  record = (state: 'recording' | 'paused') => this.order((id) => transfers.record(id, state))
  help = (mode: transfers.HelpMode) => this.order((id) => transfers.changeHelp(id, mode))
  takeOver = () => this.order(transfers.takeOver)
  pickUp = (slot: number | null) => {
    if (slot !== null) void notice.carry(transfers.pickUp(slot))
    this.begins = false
  }
  dial = async (number: string, queue: string) => {
    this.lastDialled = number
    const done = await notice.carry(transfers.dial(number, queue))
    if (done) this.begins = false
    return done
  }
  askNumber = async () => {
    this.begins = true
    await tick()
    document.getElementById('dial-number')?.focus()
  }

  // An outcome that asks for fields is chosen when they are filled in.
  dispose = async (disposition: string, fields?: Record<string, string>) => {
    const call = this.view?.known
    const asks = presence.catalogue.dispositions.find((each) => each.id === disposition)?.fields ?? []
    if (asks.length > 0 && !fields) this.choosing = disposition
    else if (call && (await notice.carry(calls.dispose(call.id, disposition, fields)))) this.choosing = null
  }

  extend = () => {
    if (this.view?.known) void notice.carry(extendWrapUp(this.view.known.id, EXTENSION_SECONDS))
  }

  finish = async (reason?: string) => {
    const call = this.view?.known
    if (!call) return
    await this.note?.save()
    await notice.carry(calls.finish(call.id, reason ? { next: 'not_ready', reason } : {}))
  }

  private touched(): void {
    this.mayRing = true
    this.ringtone.unlock()
  }

  private sound(): void {
    const rings = this.line.state.calls.some((call) => call.stage === 'ringing')
    if (rings && this.rings) this.ringtone.start(this.view !== this.rings)
    else this.ringtone.stop()
  }

  private followNote(): void {
    const call = this.view?.known
    if (!call) return
    untrack(() => {
      if (this.note?.call === call.id) return this.note.hear(call.note, call.note_revision)
      void this.note?.save()
      this.choosing = null
      this.note = new Note(call.id, call.note, call.note_revision)
    })
  }
}

export const agentDesk = new AgentDesk()
