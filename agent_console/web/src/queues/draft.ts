// A queue's document as a form edits it, and back to the changes that are sent: only what differs.
import type { QueueDocument, Texts } from '../wire_settings'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const STRATEGIES = [
  'longest-idle',
  'round-robin',
  'fewest-calls',
  'least-talk-time',
  'lowest-occupancy',
  'best-skill',
  'weighted-random',
] as const
export const EXITS = ['message', 'hang_up', 'queue', 'voicemail', 'external'] as const

type Plain = Record<string, unknown>
export interface Draft extends QueueDocument {
  dates: string
}

// Every field that the form shows has something to stand in; days of one's own are lines.
export function draftOf(document: QueueDocument): Draft {
  const draft = structuredClone(document) as Draft
  for (const day of DAYS) draft.closing.hours.week[day] ??= ''
  for (const texts of textsOf(draft)) for (const language of ['zh', 'en']) texts[language] ??= ''
  draft.dates = Object.entries(draft.closing.hours.dates)
    .map(([day, spans]) => `${day} ${spans}`.trim())
    .join('\n')
  return draft
}

export function documentOf(draft: Draft): QueueDocument {
  const { dates, ...rest } = structuredClone(draft)
  const document = rest as QueueDocument
  for (const texts of [...textsOf(document), document.closing.hours.week])
    for (const [key, text] of Object.entries(texts)) if (!text?.trim()) delete texts[key]
  document.closing.hours.dates = Object.fromEntries(
    dates
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [day = '', ...spans] = line.split(/\s+/)
        return [day, spans.join(' ')]
      }),
  )
  return document
}

function textsOf(document: QueueDocument): Texts[] {
  const exits = [document.when_full, document.when_over, document.closing.exit]
  return [document.names, document.announcements.text, ...exits.map((exit) => exit.text)]
}

// What has to be said to make one document into the other: tables within, null for what is gone.
export function changes(before: Plain, after: Plain): Plain {
  const found: Plain = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, now] = [before[key], after[key]]
    if (isTable(was) && isTable(now)) {
      const within = changes(was, now)
      if (Object.keys(within).length) found[key] = within
    } else if (JSON.stringify(was) !== JSON.stringify(now)) found[key] = now ?? null
  }
  return found
}

// The same changes made to another document: mine, put into what somebody else has saved meanwhile.
export function changed<Document extends Plain>(document: Document, by: Plain): Document {
  const found: Plain = structuredClone(document)
  for (const [key, value] of Object.entries(by)) {
    if (value === null && !NULLABLE.has(key)) delete found[key]
    else found[key] = isTable(value) ? changed(isTable(found[key]) ? found[key] : {}, value) : value
  }
  return found as Document
}

const NULLABLE = new Set([
  'max_waiting',
  'max_wait',
  'offer_after',
  'waiting',
  'longest_s',
  'service_level',
  'abandoned',
])

function isTable(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
