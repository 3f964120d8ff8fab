// The words about settings: queues as documents with versions, who changed what, and the emergency switch.
import type * as made from './wire/generated'

export type Texts = Partial<Record<string, string>>
export type Exit = made.QueueExit
export type ExitKind = Exit['kind']
export type QueueSettings = made.QueueSettings
export type QueueDocument = QueueSettings['settings']
export type Version = made.VersionView
export type Emergency = made.EmergencyView
