// What a supervisor orders about agents, waiting calls and the floor, and the log of all such acts.
import type {
  AgentSettings,
  AuditPageOf,
  AuditQuestion,
  FloorMessage,
  MessageDraft,
  Move,
} from '../wire_floor'
import { request } from './http'

const agentAt = (id: string) => `/agents/${encodeURIComponent(id)}`

export const makeReady = (id: string) => request<void>('POST', `${agentAt(id)}/state`, { state: 'ready' })
export const makeNotReady = (id: string, reason: string) =>
  request<void>('POST', `${agentAt(id)}/state`, { state: 'not_ready', reason })
export const logAgentOut = (id: string) => request<void>('POST', `${agentAt(id)}/log-out`)
export const moveCall = (id: string, move: Move) =>
  request<void>('POST', `/calls/${encodeURIComponent(id)}/move`, move)
export const tellFloor = (draft: MessageDraft) => request<FloorMessage>('POST', '/floor/messages', draft)

export const readAgents = () =>
  request<{ agents: AgentSettings[] }>('GET', '/agents').then((answer) => answer.agents)
export const readAgent = (id: string) => request<AgentSettings>('GET', agentAt(id))
export const changeAgent = (id: string, version: number, settings: Record<string, unknown>) =>
  request<AgentSettings>('PATCH', agentAt(id), { version, settings })

export function auditAddress(question: AuditQuestion, file: boolean, before?: number): string {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(question)) if (value) asked.set(name, value)
  if (before !== undefined) asked.set('before', String(before))
  return `/audit${file ? '.csv' : ''}${asked.size ? `?${asked}` : ''}`
}
export const readAudit = (question: AuditQuestion, before?: number) =>
  request<AuditPageOf>('GET', auditAddress(question, false, before))
