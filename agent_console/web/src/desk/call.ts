// A call on the desk as the agent should see it: what the server says and what the phone does,
// made into one picture. Pure; when the server is away the phone alone decides.
import type { Link } from '../live/reduce'
import { callNamed, isEstablished, type PhoneCall, type PhoneState } from '../phone/state'
import type { CallStage, Desk, DeskAction, DeskCall, DeskPhone } from '../wire'

export type ViewStage =
  | 'dialling'
  | 'ringing'
  | 'answering'
  | 'rejoining'
  | 'talking'
  | 'held'
  | 'asked'
  | 'helping'
  | 'ended'
  | 'wrap_up'
export interface CallView {
  id: string | null
  stage: ViewStage
  known: DeskCall | null
  phone: PhoneCall | null
  alone: boolean
  // Where the call is, if not in this browser.
  at?: Pick<DeskPhone, 'kind' | 'number'>
  caller: { name: string | null; number: string | null }
  legal: ReadonlySet<DeskAction>
}
type Phone = Pick<PhoneState, 'calls' | 'lastEnd'>

// Every call the server knows of, the one the agent turned to last first.
export function knownCalls(desk: Desk | null): DeskCall[] {
  return desk?.call ? [desk.call, ...desk.others] : []
}

// The call that is `wanted`, or the one the agent turned to last.
export function viewCall(desk: Desk | null, phone: Phone, link: Link, wanted = ''): CallView | null {
  const linkUp = link === 'open'
  const servers = knownCalls(desk)
  const server = servers.find((call) => call.id === wanted) ?? servers[0] ?? null
  const own = server && callNamed(phone.calls, server.id)
  // A call that only the phone knows of is shown where the one the server speaks of is not at this phone.
  const mine = own ?? phone.calls.find((call) => !servers.some((known) => known.id === call.id)) ?? null
  const known = server && (!mine || belongs(server, mine, linkUp)) ? server : null
  if (!known && !mine) return null
  const stage = mine ? stageWithPhone(known, mine, linkUp) : stageWithoutPhone(known!, phone, linkUp)
  return {
    id: known?.id ?? mine?.id ?? null,
    stage,
    known,
    phone: mine,
    alone: !known && !linkUp,
    caller: callerOf(known, mine),
    legal: legalNow(known, mine, linkUp),
  }
}

// A stale card of the last call must never be shown as the caller who rings by phone alone.
function belongs(known: DeskCall, mine: PhoneCall, linkUp: boolean): boolean {
  if (mine.id !== null) return mine.id === known.id
  return linkUp || mine.rejoin
}

function stageWithPhone(known: DeskCall | null, mine: PhoneCall, linkUp: boolean): ViewStage {
  if (linkUp && known?.stage === 'wrap_up') return 'wrap_up'
  if (mine.rejoin && !isEstablished(mine)) return 'rejoining'
  if (mine.stage === 'talking' && linkUp && known && known.stage in apart) return known.stage
  return mine.stage === 'calling' ? 'answering' : mine.stage
}

// With the phone in talk it is the server that knows with whom: a hold made there, a colleague, a number that rings.
const apart: Partial<Record<CallStage, true>> = { dialling: true, held: true, asked: true, helping: true }

function stageWithoutPhone(known: DeskCall, phone: Phone, linkUp: boolean): ViewStage {
  if (known.stage === 'dialling' || known.stage === 'ringing' || known.stage === 'wrap_up') return known.stage
  const overHere = phone.lastEnd?.id === known.id
  return linkUp && !overHere ? 'rejoining' : 'ended'
}

function callerOf(known: DeskCall | null, mine: PhoneCall | null): CallView['caller'] {
  if (!known) return { name: mine?.name ?? null, number: mine?.number ?? null }
  return {
    name: known.customer?.name ?? known.caller.name,
    number: known.caller.display || known.caller.number,
  }
}

function legalNow(known: DeskCall | null, mine: PhoneCall | null, linkUp: boolean): ReadonlySet<DeskAction> {
  const server = new Set(known?.legal)
  const serverRules = linkUp && known !== null
  const permits = (action: DeskAction) => !serverRules || server.has(action)
  const ringing = mine?.stage === 'ringing' && !mine.rejoin
  const established = mine !== null && isEstablished(mine)
  const rules: Partial<Record<DeskAction, boolean>> = {
    answer: ringing && permits('answer'),
    reject: (ringing && permits('reject')) || (!mine && serverRules && server.has('reject')),
    hold: mine?.stage === 'talking' && permits('hold'),
    // Whoever is on hold here must be able to come back, even before the server has noticed the hold.
    retrieve: mine?.stage === 'held' || (mine?.stage === 'talking' && serverRules && server.has('retrieve')),
    mute: established && (mine.muted || permits('mute')),
    keypad: mine?.stage === 'talking' && permits('keypad'),
    hang_up: established || mine?.stage === 'answering' || (serverRules && server.has('hang_up')),
    note: server.has('note'),
  }
  // All else is done by the server: what it says is what can be done, while it can be asked.
  const others = serverRules ? [...server].filter((action) => !(action in rules)) : []
  return new Set([...(Object.keys(rules) as DeskAction[]).filter((action) => rules[action]), ...others])
}
