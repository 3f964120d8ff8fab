// A callback as typed into a form, and as sent to the server.
import type { CallbackWish } from '../wire_callbacks'

export interface Typed {
  queue: string
  number: string
  name: string
  note: string
  from: string
  until: string
}

export const empty = (queue: string): Typed => ({
  queue,
  number: '',
  name: '',
  note: '',
  from: '',
  until: '',
})

// What is left empty is not sent; times typed are those of this browser's clock.
export function wishFrom(typed: Typed): CallbackWish {
  const wish: CallbackWish = { queue: typed.queue, number: typed.number.trim() }
  if (typed.name.trim()) wish.name = typed.name.trim()
  if (typed.note.trim()) wish.note = typed.note.trim()
  if (typed.from) wish.not_before = new Date(typed.from).toISOString()
  if (typed.until) wish.not_after = new Date(typed.until).toISOString()
  return wish
}
