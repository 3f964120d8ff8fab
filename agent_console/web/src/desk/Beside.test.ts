// The other calls in hand: one line each, with the one thing to do.
import { beforeEach, expect, test } from 'vitest'
import { silentPhone } from '../phone/state'
import { speakEnglish } from '../test/catalogue'
import { desk, ringingCall } from '../test/examples'
import { show } from '../test/mount'
import type { DeskCall } from '../wire'
import Beside from './Beside.svelte'
import { viewCall } from './call'

beforeEach(speakEnglish)

function line(change: Partial<DeskCall>, mayBegin = false) {
  const other = { ...ringingCall, id: 'c2', ...change }
  const phone = {
    leg: 2,
    id: 'c2',
    stage: change.stage === 'ringing' ? ('ringing' as const) : ('talking' as const),
    rejoin: false,
    number: '1',
    name: null,
    muted: false,
    progressing: false,
    since: 0,
  }
  const calls = change.stage === 'wrap_up' ? [] : [phone]
  const view = viewCall(
    { ...desk, call: ringingCall, others: [other] },
    { ...silentPhone, calls },
    'open',
    'c2',
  )!
  return show(Beside, { views: [view], mayBegin })
}

test('a call that rings beside can be answered or declined', () => {
  const shown = line({ stage: 'ringing', legal: ['answer', 'reject'] })
  expect(shown.find('beside-turn-to')?.textContent).toContain('Answer, hold this one')
  expect(shown.find('beside-reject')).not.toBeNull()
})

test('who is on hold can be spoken with', () => {
  const shown = line({ stage: 'held', held_since: ringingCall.arrived_at, legal: ['retrieve', 'hang_up'] })
  expect(shown.find('beside-call')?.dataset.stage).toBe('held')
  expect(shown.find('beside-turn-to')?.textContent).toContain('Speak with this one')
  expect(shown.find('beside-reject')).toBeNull()
})

test('a wrap-up can be looked at', () => {
  const shown = line({ stage: 'wrap_up', legal: ['note', 'finish'] })
  expect(shown.find('beside-turn-to')?.textContent).toContain('Show')
})

test('another call is begun only where one may be', () => {
  expect(line({ stage: 'wrap_up', legal: [] }).find('another-call')).toBeNull()
  expect(line({ stage: 'wrap_up', legal: [] }, true).find('another-call')).not.toBeNull()
})
