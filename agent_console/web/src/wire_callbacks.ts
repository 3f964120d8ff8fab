// The words about callbacks.
import type { CustomerCard } from './wire'

export type CallbackState = 'waiting' | 'in_line' | 'dialling' | 'on_hold' | 'closed'
export interface Callback {
  id: string
  queue: string
  number: string
  display: string
  name: string
  note: string
  customer: CustomerCard | null
  by: string
  state: CallbackState
  outcome: string
  call: string | null
  asked_at: string
  since: string
  not_before: string | null
  not_after: string | null
  skills: string[]
  attempts: number
  next_try: string | null
  order: number | null
  merged: boolean
}
export interface CallbackWish {
  queue: string
  number: string
  name?: string
  note?: string
  not_before?: string
  not_after?: string
}
