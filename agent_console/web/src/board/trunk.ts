// How a trunk is, in words: what is known of it, and whether that is good.
import type { Key } from '../language/text'
import type { TrunkRow } from '../wire_admin'

export type TrunkState = 'ok' | 'bad' | 'unknown'

export function stateOf(trunk: TrunkRow): TrunkState {
  if (!trunk.seen) return 'unknown'
  if (trunk.reachable === false || trunk.registered === false) return 'bad'
  return trunk.reachable || trunk.registered ? 'ok' : 'unknown'
}

export function wordsOf(trunk: TrunkRow): Key[] {
  if (!trunk.seen) return ['trunks.unseen']
  const words: Key[] = []
  if (trunk.reachable !== null) words.push(trunk.reachable ? 'trunks.reachable' : 'trunks.unreachable')
  if (trunk.registered !== null) words.push(trunk.registered ? 'trunks.registered' : 'trunks.unregistered')
  return words.length ? words : ['trunks.unasked']
}
