// The words about a supervisor's hand on the floor: overflow, messages, agents' settings, and who did what.
import type * as made from './wire/generated'

export type Overflow = made.BoardOverflow
export type FloorMessage = made.ShownMessage
export interface MessageDraft {
  text: string
  to: 'all' | 'queues' | 'agents'
  queues?: string[]
  agents?: string[]
  minutes: number
}
export type Move = { up: true } | { to_queue: string } | { to_agent: string }

export interface AgentDocument {
  name: string
  queues: string[]
  skills: Record<string, number>
  order: Record<string, number>
  phone: string
  capacity: number
  weight: number
  auto_answer: boolean
  calls_at_once: number
  [other: string]: unknown
}
export interface AgentSettings {
  id: string
  version: number
  settings: AgentDocument
}

export interface AuditEntry {
  position: number
  at: string
  by: string
  act: string
  kind: string
  id: string
  name: string
  details: Record<string, unknown>
}
export interface AuditQuestion {
  who: string
  act: string
  what: string
  from: string
  to: string
}
export interface AuditPageOf {
  entries: AuditEntry[]
  next: number | null
}
