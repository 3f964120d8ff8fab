// To whom a call can go, found by what is typed: colleagues, queues, parts of the menu, or a number. Pure.
import type { Colleagues, Target } from '../wire'

export type Choice = 'transfer' | 'consult'
export interface Goal {
  id: string
  kind: 'agent' | 'queue' | 'node' | 'number'
  name: string
  detail: string
  to: Target
  possible: boolean
}
interface Known {
  colleagues: Colleagues
  queues: { id: string; name: string }[]
}

const none: Target = {}
const NUMBER = /^\+?[\d\s()./-]{2,}$/

export function goals(choice: Choice, typed: string, known: Known): Goal[] {
  const wanted = typed.trim().toLowerCase()
  const found = [...agents(known), ...queues(known), ...(choice === 'transfer' ? nodes(known) : [])]
  const fitting = found.filter(
    (goal) => goal.name.toLowerCase().includes(wanted) || goal.to.agent?.startsWith(wanted),
  )
  if (!isNumber(typed)) return fitting
  // Who types a colleague's extension means the colleague.
  const meant = fitting.filter((goal) => goal.to.agent === wanted)
  return [...meant, number(typed), ...fitting.filter((goal) => !meant.includes(goal))]
}

export function isNumber(typed: string): boolean {
  return NUMBER.test(typed.trim())
}

function number(typed: string): Goal {
  const name = typed.trim()
  return {
    id: 'number',
    kind: 'number',
    name,
    detail: '',
    to: { ...none, number: name },
    possible: true,
  }
}

function agents({ colleagues }: Known): Goal[] {
  return colleagues.agents.map((one) => ({
    id: `agent-${one.id}`,
    kind: 'agent',
    name: one.name,
    detail: one.state,
    to: { ...none, agent: one.id },
    possible: one.free,
  }))
}

function queues(known: Known): Goal[] {
  return known.queues.map(({ id, name }) => ({
    id: `queue-${id}`,
    kind: 'queue',
    name,
    detail: '',
    to: { ...none, queue: id },
    possible: true,
  }))
}

function nodes({ colleagues }: Known): Goal[] {
  return colleagues.nodes.map((name) => ({
    id: `node-${name}`,
    kind: 'node',
    name,
    detail: '',
    to: { ...none, node: name },
    possible: true,
  }))
}
