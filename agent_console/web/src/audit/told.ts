// An act of the audit log in words: to what it was done, and its details.
import { shown } from '../queues/shown'
import { t } from '../language/language.svelte'
import { isKey, type Key } from '../language/text'
import { queueName } from '../queue_name'
import { presence } from '../session.svelte'
import { reasonName } from '../reason'
import type { AuditEntry } from '../wire_floor'

export const ACTS = [
  'agent_state_forced',
  'agent_forced_out',
  'call_moved',
  'floor_message_sent',
  'help_began',
  'help_changed',
  'call_taken_over',
  'agent_configured',
  'queue_configured',
  'queue_removed',
  'site_closed',
  'site_reopened',
  'user_changed',
  'token_changed',
  'catalogue_changed',
  'webhook_changed',
  'desk_book_changed',
] as const

export function actOf(entry: AuditEntry): string {
  const key = `audit.act.${entry.act}`
  return isKey(key) ? t(key) : entry.act
}

export function whatOf(entry: AuditEntry): string {
  if (entry.kind === 'site' || entry.kind === 'floor') return t(`audit.${entry.kind}`)
  if (entry.kind === 'queue') return queueName(entry.id)
  const kind = `audit.${entry.kind}`
  if (entry.kind !== 'call' && isKey(kind)) return `${t(kind)} ${entry.name}`
  return entry.kind === 'call' ? `${t('audit.call')} ${entry.id}` : entry.name
}

const agentName = (id: unknown) =>
  presence.catalogue.agents.find((agent) => agent.id === id)?.name ?? String(id)

// Each detail is a line of its own.
export function detailsOf(entry: AuditEntry): string[] {
  const { details } = entry
  switch (entry.act) {
    case 'agent_state_forced': {
      const reason = reasonName(presence.catalogue.not_ready_reasons, (details.reason as string) || null)
      return [[t(`state.${details.state}` as Key), reason].filter(Boolean).join(' · ')]
    }
    case 'call_moved':
      return [moveOf(details)]
    case 'floor_message_sent':
      return [String(details.text), ...receivers(details)]
    case 'help_began':
    case 'help_changed':
      return [t(`hand.help.${details.mode as 'listen'}`)]
    case 'site_closed':
      return Object.values((details.text ?? {}) as Record<string, string>)
    case 'queue_configured':
    case 'agent_configured':
      return changes(details)
    case 'user_changed':
    case 'token_changed':
    case 'catalogue_changed':
    case 'webhook_changed':
    case 'desk_book_changed':
      return [did(details), ...values(details)]
    default:
      return Object.entries(details).map(([name, value]) => `${name}: ${shown(value)}`)
  }
}

function did(details: Record<string, unknown>): string {
  const key = `audit.did.${details.what}`
  return isKey(key) ? t(key) : String(details.what)
}

function values(details: Record<string, unknown>): string[] {
  const found = Object.entries((details.values ?? {}) as Record<string, [unknown, unknown]>)
  return found.map(([field, [before, after]]) => `${field}: ${shown(before)} → ${shown(after)}`)
}

function moveOf(details: Record<string, unknown>): string {
  const queue = queueName(String(details.queue))
  if (!details.to_queue && !details.to_agent) return t('audit.call.up', { queue })
  const to = details.to_queue ? queueName(String(details.to_queue)) : agentName(details.to_agent)
  return t('audit.call.to', { queue, to })
}

function receivers(details: Record<string, unknown>): string[] {
  const names = [
    ...((details.queues ?? []) as string[]).map(queueName),
    ...((details.agents ?? []) as string[]).map(agentName),
  ]
  return names.length ? [`→ ${names.join(', ')}`] : []
}

function changes(details: Record<string, unknown>): string[] {
  const found = (details.changes ?? []) as { field: string; before: unknown; after: unknown }[]
  return found.map((change) => `${change.field}: ${shown(change.before)} → ${shown(change.after)}`)
}
