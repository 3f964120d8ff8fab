// What a queue is called, be it one that there was: what is past keeps its name.
import { named } from './language/language.svelte'
import { presence } from './session.svelte'

export function queueName(id: string): string {
  const { queues, past_queues } = presence.catalogue
  return named((queues.find((one) => one.id === id) ?? past_queues.find((one) => one.id === id))?.name, id)
}
