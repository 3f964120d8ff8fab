// A customer as typed into a form, and as sent to the server.
import type { AgentName, Customer, CustomerDraft } from '../wire'

export interface Typed {
  name: string
  numbers: string
  email: string
  company: string
  notes: string
  owner: string
}

export function typedFrom(customer: Customer | null): Typed {
  return {
    name: customer?.name ?? '',
    numbers: customer?.numbers.map((number) => number.raw).join('\n') ?? '',
    email: customer?.email ?? '',
    company: customer?.company ?? '',
    notes: customer?.note ?? '',
    owner: customer?.owner?.id ?? '',
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
    owner: typed.owner,
  }
}

// Who may be chosen as owner: every agent, and the owner there is, also one the catalogue does not have.
export function ownersFor(customer: Customer | null, agents: AgentName[]): AgentName[] {
  const owner = customer?.owner
  return owner && !agents.some((agent) => agent.id === owner.id) ? [...agents, owner] : agents
}
