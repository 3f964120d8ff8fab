// A queue is called by its name, also when it is gone; one that nobody knows by its id.
import { expect, test } from 'vitest'
import { queueName } from './queue_name'
import { presence } from './session.svelte'
import { speakEnglish } from './test/catalogue'

test('a queue there is, one there was, and one that never was', () => {
  speakEnglish()
  presence.catalogue.past_queues = [{ id: 'night', name: { en: 'At night' } }]
  expect(['sales', 'night', 'moon'].map(queueName)).toEqual(['Sales', 'At night', 'moon'])
})
