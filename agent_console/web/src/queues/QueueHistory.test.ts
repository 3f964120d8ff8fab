// Who changed what, before and after; and which queues are open.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT, queueDocument } from '../test/examples'
import { show } from '../test/mount'
import QueueHistory from './QueueHistory.svelte'
import QueueList from './QueueList.svelte'
import { shown as asText } from './shown'

beforeEach(speakEnglish)

test('each version names its author and its fields', () => {
  const changes = [{ field: 'ring_seconds', before: 20, after: 15 }]
  const shown = show(QueueHistory, { versions: [{ version: 2, at: AT, by: 'Sue', changes }] })
  expect(shown.find('queue-version')!.textContent.replace(/\s+/g, ' ')).toContain('Sue')
  expect(shown.words()).toContain('ring_seconds 20 → 15')
})

test('values are shown in a few signs', () => {
  expect([null, undefined, '', 0, false, { en: 'Hi' }, ['a']].map(asText)).toEqual([
    ...['–', '–', '""', '0', 'false', '{"en":"Hi"}', '["a"]'],
  ])
})

test('the list says which queue is open, and chooses one', () => {
  const chosen: string[] = []
  const queues = [
    { id: 'sales', version: 1, open: true, settings: queueDocument },
    { id: 'night', version: 1, open: false, settings: { ...queueDocument, names: {} } },
  ]
  const shown = show(QueueList, { queues, chosen: 'sales', choose: (name: string) => chosen.push(name) })
  expect(shown.find('queue-sales')!.getAttribute('aria-pressed')).toBe('true')
  expect(shown.find('queue-sales-state')!.textContent.trim()).toBe('Open')
  expect(shown.find('queue-night-state')!.textContent.trim()).toBe('Closed')
  shown.press('queue-night')
  expect(chosen).toEqual(['night'])
})
