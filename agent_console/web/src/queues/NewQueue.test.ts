// A queue is made of an id and of names in the languages it has.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queueDocument } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { QueueSettings } from '../wire_settings'
import NewQueue from './NewQueue.svelte'

beforeEach(speakEnglish)

test('it is made, and then shown', async () => {
  const billing = { id: 'billing', version: 1, open: true, settings: queueDocument }
  const asked = server({ 'POST /queues': billing })
  const made: QueueSettings[] = []
  const shown = show(NewQueue, { made: (queue: QueueSettings) => made.push(queue), onclose: () => {} })
  shown.write('queue-new-id', 'billing')
  shown.write('queue-new-en', 'Billing')
  shown.press('form-submit')
  await settled()
  expect(asked[0]).toEqual(['POST', '/queues', { id: 'billing', settings: { names: { en: 'Billing' } } }])
  expect(made.map((queue) => queue.id)).toEqual(['billing'])
})

test('an id that cannot be used is said in a sentence', async () => {
  server({ 'POST /queues': refusal(422, 'The id of the queue cannot be used.') })
  const shown = show(NewQueue, { made: () => {}, onclose: () => {} })
  shown.write('queue-new-id', 'Billing!')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toContain('cannot be used')
})
