// The customer's telephone as one word: what stage it is in. Pure.
import type { PhoneState } from '../phone/state'

export type TelephoneStage = 'idle' | 'calling' | 'ringing' | 'talking' | 'ended'

export function stageOf(phone: PhoneState): TelephoneStage {
  if (!phone.call) return phone.lastEnd ? 'ended' : 'idle'
  if (phone.call.stage !== 'calling') return 'talking'
  return phone.call.progressing ? 'ringing' : 'calling'
}

export function callerHeader(number: string): string {
  return `X-Caller: ${number || 'anonymous'}`
}
