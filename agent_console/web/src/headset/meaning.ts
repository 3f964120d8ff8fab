// What a button means for the call as it stands, and which lamps it lights. Pure.
import type { CallView } from '../desk/call'
import type { ButtonOrder } from './buttons'
import { LED_MUTE, LED_OFF_HOOK, LED_RING } from './hid'

export type CallOrder = 'answer' | 'hang_up' | 'reject' | 'mute'
type View = Pick<CallView, 'stage' | 'legal' | 'phone'> | null

export function meaningOf(order: ButtonOrder, view: View): CallOrder | null {
  if (!view) return null
  const may = (wanted: CallOrder) => (view.legal.has(wanted) ? wanted : null)
  const muted = view.phone?.muted ?? false
  switch (order) {
    case 'off_hook':
      return may('answer')
    case 'on_hook':
      return view.stage === 'ringing' ? null : may('hang_up')
    case 'hook_press':
      return view.stage === 'ringing' ? may('answer') : may('hang_up')
    case 'toggle_mute':
      return may('mute')
    case 'mute':
      return muted ? null : may('mute')
    case 'unmute':
      return muted ? may('mute') : null
  }
}

export function lampsOf(view: View): Set<number> {
  const lit = new Set<number>()
  if (!view?.phone) return lit
  if (view.stage === 'ringing') lit.add(LED_RING)
  else if (view.stage !== 'wrap_up' && view.stage !== 'ended') lit.add(LED_OFF_HOOK)
  if (view.phone.muted) lit.add(LED_MUTE)
  return lit
}
