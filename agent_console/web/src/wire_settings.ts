// The words about settings: queues as documents with versions, who changed what, and the emergency switch.

export type Texts = Partial<Record<string, string>>
export type ExitKind = 'message' | 'hang_up' | 'queue' | 'voicemail' | 'external'
export interface Exit {
  kind: ExitKind
  queue: string
  number: string
  text: Texts
}
export interface Hours {
  week: Partial<Record<string, string>>
  holidays: string
  dates: Partial<Record<string, string>>
}
export interface QueueDocument {
  names: Texts
  strategy: string
  ring_at_once: number
  ring_seconds: number
  missed: string
  wrap_up_seconds: number
  threshold: number
  music: string
  max_waiting: number | null
  when_full: Exit
  max_wait: number | null
  when_over: Exit
  closing: { hours: Hours; closed: boolean; exit: Exit; also_waiting: boolean }
  announcements: {
    first: number
    every: number
    position: boolean
    most_position: number
    wait: boolean
    text: Texts
  }
  callbacks: {
    offer_after: number | null
    least_wait: number
    first: string
    ring_seconds: number
    retries: number
    retry_seconds: number
    abandoned: boolean
    abandoned_after: number
  }
  // Fields that this page does not show stay as they are.
  [other: string]: unknown
}
export interface QueueSettings {
  id: string
  version: number
  open: boolean
  settings: QueueDocument
}
export interface Version {
  version: number
  at: string
  by: string
  changes: { field: string; before: unknown; after: unknown }[]
}
export interface Emergency {
  closed: boolean
  text: Texts | null
  by: string | null
  since: string | null
}
