// A customer as typed into a form, and as sent to the server.
import type { Customer, CustomerDraft } from '../wire'

export interface Typed {
  name: string
  numbers: string
  email: string
  company: string
  notes: string
}

export function typedFrom(customer: Customer | null): Typed {
  return {
    name: customer?.name ?? '',
    numbers: customer?.numbers.map((number) => number.raw).join('\n') ?? '',
    email: customer?.email ?? '',
    company: customer?.company ?? '',
    notes: customer?.note ?? '',
  }
}

export function draftFrom(typed: Typed): CustomerDraft {
  return {
    name: typed.name.trim(),
    numbers: typed.numbers
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    email: typed.email.trim(),
    company: typed.company.trim(),
    notes: typed.notes.trim(),
  }
}
