// A queue's card: the figures, the callers, and the formula of each figure.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queue } from '../test/examples'
import { show } from '../test/mount'
import type { BoardQueue } from '../wire'
import { knownFormulas } from './formulas.svelte'
import QueueCard from './QueueCard.svelte'

beforeEach(() => {
  speakEnglish()
  knownFormulas.all = {
    service_level: { id: 'sl.icmi-3', text: 'AnsT / (Ans + Ab)', threshold_s: 20 },
  }
})

test('waiting callers are counted, listed, and timed', () => {
  const shown = show(QueueCard, { queue })
  expect(shown.find('queue-sales-waiting')?.textContent).toBe('1')
  expect(shown.find('waiting-c2')?.textContent).toContain('138 0013 8002')
  expect(shown.find('queue-sales-longest')?.textContent).toMatch(/:\d\d/)
})

test('each figure names its formula', () => {
  const shown = show(QueueCard, { queue })
  const figure = shown.find('queue-sales-service-level')!
  expect(figure.textContent).toBe('80%')
  expect(figure.parentElement!.title).toContain('sl.icmi-3')
})

test('an empty queue says so', () => {
  const shown = show(QueueCard, { queue: { ...queue, waiting: 0, longest_waiting_since: null, calls: [] } })
  expect(shown.words()).toContain('Nobody waits')
  expect(shown.find('queue-sales-longest')?.textContent.trim()).toBe('–')
})

test('the last half hour stands beside today, and a newcomer is told what the distributor promises', () => {
  const shown = show(QueueCard, { queue })
  expect(shown.find('queue-sales-service-level-now')?.textContent.trim()).toBe('75%')
  expect(shown.find('queue-sales-newcomer')?.textContent).toContain('≈ 42')
  expect(shown.find('queue-sales-newcomer')?.textContent).toContain('9 of 10 under 2:10')
})

test('a passed limit is a word with a sign, and not a colour alone', () => {
  const alarmed: BoardQueue = { ...queue, alerts: ['waiting'], newcomer: null }
  const shown = show(QueueCard, { queue: alarmed })
  const alert = shown.find('alert-sales-waiting')!
  expect(alert.textContent).toContain('Too many wait')
  expect(alert.querySelector('svg')).not.toBeNull()
  expect(shown.find('queue-sales-newcomer')?.textContent).toContain('nobody is at work')
})
