// A message to the floor stays until it is put away, and is not shown again after that.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { serverClock } from '../live/clock.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import type { FloorMessage } from '../wire_floor'
import FloorMessages from './FloorMessages.svelte'
import { floorMessages } from './messages.svelte'

const drill: FloorMessage = {
  id: 'm1',
  by: 'Sue',
  text: 'Fire drill at ten.',
  at: AT,
  until: '2026-11-21T09:00:00.000Z',
  queues: [],
  agents: [],
}

beforeEach(() => {
  speakEnglish()
  floorMessages.all = []
  serverClock.sync(AT)
})

test('who said it is shown, and it can be put away for good', () => {
  const shown = show(FloorMessages, {})
  floorMessages.hear(drill)
  floorMessages.hear({ ...drill, id: 'm2', text: 'Prices are up.' })
  flushSync()
  expect(shown.all('floor-message').map((line) => line.textContent)).toHaveLength(2)
  expect(shown.words()).toContain('Sue')
  shown.press('floor-message-close')
  floorMessages.all = [drill]
  flushSync()
  expect(shown.all('floor-message')).toHaveLength(0)
})

test('one whose time is over is gone', () => {
  const shown = show(FloorMessages, {})
  floorMessages.hear({ ...drill, id: 'm3', until: '2026-11-21T07:59:00.000Z' })
  flushSync()
  expect(shown.find('floor-message')).toBeNull()
})
