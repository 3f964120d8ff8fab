// A call's stage as a lamp, and since when it lasts.
import type { Light } from '../ui/light'
import type { CallView, ViewStage } from './call'

export const lights: Record<ViewStage, Light> = {
  dialling: 'offered',
  ringing: 'offered',
  answering: 'offered',
  rejoining: 'busy',
  talking: 'talking',
  held: 'busy',
  asked: 'talking',
  helping: 'busy',
  ended: 'not_ready',
  wrap_up: 'wrap_up',
}

export function sinceOf(view: CallView): string | undefined {
  const { known, phone, stage } = view
  const told =
    stage === 'ringing' || stage === 'dialling'
      ? known?.offered_at
      : stage === 'held'
        ? known?.held_since
        : stage === 'wrap_up'
          ? known?.ended_at
          : known?.answered_at
  return told ?? (phone ? new Date(phone.since).toISOString() : undefined)
}
