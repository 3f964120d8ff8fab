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
import type { CallView } from './call'
import { InHand } from './in_hand.svelte'
import type { Choice } from './targets'
import { Line } from './line.svelte'
import { Note } from './note.svelte'
import { onCall } from './on_call.svelte'
import { QualityWatch } from './quality_watch.svelte'

const EXTENSION_SECONDS = 60

class AgentDesk {
  readonly line = new Line()
  readonly desk = $derived(live.state.desk)
  readonly link = $derived(live.state.link)
  readonly quality = new QualityWatch(() => this.line.phone)
  private readonly hand = new InHand(this.line)
  readonly view = $derived(this.hand.view)
  readonly beside = $derived(this.hand.beside)
  readonly rings = $derived(this.hand.rings)
  // Whether the box to make another call is open.
  begins = $state(false)
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
        if (live.state.link === 'superseded') this.line.close('silently')
      })
      $effect(() => {
        onCall.active = this.hand.all.some((view) => view.stage !== 'wrap_up')
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

  answer = () => this.hand.answer()
  hold = () => (this.hand.elsewhere ? this.order(phones.hold) : this.line.phone?.hold(this.named))
  retrieve = () => void this.hand.takeBack(this.view)
  turnTo = (view: CallView) => this.hand.turnTo(view)
  turnToNext = () => this.hand.turnToNext()

  private get named(): string | undefined {
    return this.view?.phone?.id ?? undefined
  }

  mute = () => {
    if (this.hand.elsewhere) void this.muteThere()
    else this.line.phone?.setMuted(!this.view?.phone?.muted, this.named)
  }
  toggleKeypad = () => (this.keypadOpen = !this.keypadOpen)

  press = (digit: string) => {
    if (this.hand.elsewhere) this.order((id) => phones.pressKeys(id, digit))
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

  // Only the server can silence another telephone.
  private async muteThere(): Promise<void> {
    const call = this.view
    if (!call?.id || !(await notice.carry(phones.setMuted(call.id, !call.phone?.muted)))) return
    this.hand.remembersMuted(call.phone?.muted ? '' : call.id)
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
