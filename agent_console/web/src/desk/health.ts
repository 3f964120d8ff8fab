// The three lamps of an agent's health: server, phone, microphone. Pure: state in, lamp and words out.
import type { Key } from '../language/text'
import type { Link } from '../live/reduce'
import type { PhoneState } from '../phone/state'
import type { DeskPhone } from '../wire'

export type Condition = 'ok' | 'busy' | 'bad'
export interface HealthLamp {
  condition: Condition
  detail: Key
}

export function connectionHealth(link: Link, telephonyUp: boolean): HealthLamp {
  if (link === 'open' && !telephonyUp) return { condition: 'bad', detail: 'health.connection.telephony' }
  if (link === 'open') return { condition: 'ok', detail: 'health.connection.ok' }
  return { condition: link === 'connecting' ? 'busy' : 'bad', detail: `health.connection.${link}` }
}

export function phoneHealth(
  registration: PhoneState['registration'],
  reachable: boolean | undefined,
): HealthLamp {
  const detail: Key = `health.phone.${registration}`
  if (registration === 'connecting') return { condition: 'busy', detail }
  if (registration !== 'registered') return { condition: 'bad', detail }
  return reachable === false
    ? { condition: 'busy', detail: 'health.phone.unreachable' }
    : { condition: 'ok', detail }
}

// A desk phone is there or not; a mobile is taken for reachable, since nobody could know.
export function otherPhoneHealth(kind: DeskPhone['kind'], reachable: boolean | undefined): HealthLamp {
  if (kind === 'number') return { condition: 'ok', detail: 'health.phone.number' }
  return reachable === false
    ? { condition: 'bad', detail: 'health.phone.desk_away' }
    : { condition: 'ok', detail: 'health.phone.desk' }
}

export function microphoneHealth(microphone: PhoneState['microphone']): HealthLamp {
  const condition = microphone === 'ok' ? 'ok' : microphone === 'muted' ? 'busy' : 'bad'
  return { condition, detail: `health.microphone.${microphone}` }
}
