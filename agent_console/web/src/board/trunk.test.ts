// What is known of a trunk is said in words; what is not known is not called good.
import { expect, test } from 'vitest'
import type { TrunkRow } from '../wire_admin'
import { stateOf, wordsOf } from './trunk'

const trunk: TrunkRow = { id: 'trunk', reachable: true, registered: true, seen: true, calls: 2, said: '' }

test.each([
  [{}, 'ok', ['trunks.reachable', 'trunks.registered']],
  [{ registered: null }, 'ok', ['trunks.reachable']],
  [{ reachable: false }, 'bad', ['trunks.unreachable', 'trunks.registered']],
  [{ reachable: null, registered: false }, 'bad', ['trunks.unregistered']],
  [{ reachable: null, registered: null }, 'unknown', ['trunks.unasked']],
  [{ seen: false, reachable: null, registered: null }, 'unknown', ['trunks.unseen']],
] as const)('%o', (difference, state, words) => {
  const seen = { ...trunk, ...difference }
  expect([stateOf(seen), wordsOf(seen)]).toEqual([state, words])
})
