// A call at a telephone that is not this browser: the server alone knows how it stands and what can be done. Pure.
import type { Link } from '../live/reduce'
import type { PhoneCall, PhoneStage } from '../phone/state'
import type { Desk, DeskAction, DeskCall } from '../wire'
import { knownCalls, type CallView } from './call'

// Whether the agent's calls are at another telephone than this browser.
export function isElsewhere(desk: Desk | null): boolean {
  return desk !== null && desk.phone.kind !== 'browser'
}

export function viewElsewhere(
  desk: Desk | null,
  link: Link,
  mutedCall: string,
  wanted = '',
): CallView | null {
  const servers = knownCalls(desk)
  const known = servers.find((call) => call.id === wanted) ?? servers[0] ?? null
  if (!desk || !known) return null
  return {
    id: known.id,
    stage: known.stage,
    known,
    phone: known.stage === 'wrap_up' ? null : phoneOf(known, mutedCall === known.id),
    alone: false,
    at: { kind: desk.phone.kind, number: desk.phone.number },
    caller: {
      name: known.customer?.name ?? known.caller.name,
      number: known.caller.display || known.caller.number,
    },
    legal: legalAt(known, link),
  }
}

// That telephone is picked up by hand. Without the server nothing can be done from here but to write.
function legalAt(known: DeskCall, link: Link): ReadonlySet<DeskAction> {
  const can = link === 'open' ? known.legal.filter((action) => action !== 'answer') : ['note' as const]
  return new Set(can.filter((action) => known.legal.includes(action)))
}

function phoneOf(known: DeskCall, muted: boolean): PhoneCall {
  const stages: Partial<Record<DeskCall['stage'], PhoneStage>> = {
    dialling: 'calling',
    ringing: 'ringing',
    held: 'held',
  }
  return {
    leg: 0,
    id: known.id,
    stage: stages[known.stage] ?? 'talking',
    rejoin: false,
    number: known.caller.number,
    name: null,
    muted,
    progressing: false,
    since: Date.parse(known.answered_at ?? known.offered_at ?? known.arrived_at),
  }
}
