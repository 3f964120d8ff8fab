// A queue is deleted after a question; what still needs it is said, and it stays.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queueDocument } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import RemoveQueue from './RemoveQueue.svelte'

const queue = { id: 'sales', version: 3, open: true, settings: queueDocument }
beforeEach(speakEnglish)

test('the version that was looked at is deleted once that is confirmed', async () => {
  const gone: string[] = []
  const asked = server()
  const shown = show(RemoveQueue, { queue, removed: (id: string) => gone.push(id) })
  shown.press('queue-remove')
  expect(shown.words()).toContain('Delete the queue Sales?')
  expect(asked).toEqual([])
  shown.press('form-submit')
  await settled()
  expect(asked[0]!.slice(0, 2)).toEqual(['DELETE', '/queues/sales?version=3'])
  expect(gone).toEqual(['sales'])
})

test('what needs it is said, and nothing is gone', async () => {
  const sentence = 'The queue sales cannot be deleted yet: the agent 1001 serves it.'
  server({ 'DELETE /queues/sales?version=3': refusal(409, sentence) })
  const gone: string[] = []
  const shown = show(RemoveQueue, { queue, removed: (id: string) => gone.push(id) })
  shown.press('queue-remove')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toBe(sentence)
  expect(gone).toEqual([])
})
