// A queue's card: the figures, the callers, and the formula of each figure.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queue } from '../test/examples'
import { show } from '../test/mount'
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
