// Queues' settings, their history, and the emergency switch.
import type { Emergency, QueueSettings, Texts, Version } from '../wire_settings'
import { request } from './http'

const at = (queue: string) => `/queues/${encodeURIComponent(queue)}`

export const readQueues = () =>
  request<{ queues: QueueSettings[] }>('GET', '/queues').then((answer) => answer.queues)
export const readQueue = (queue: string) => request<QueueSettings>('GET', at(queue))
export const makeQueue = (id: string, names: Texts) =>
  request<QueueSettings>('POST', '/queues', { id, settings: { names } })
export const changeQueue = (queue: string, version: number, settings: Record<string, unknown>) =>
  request<QueueSettings>('PATCH', at(queue), { version, settings })
export const removeQueue = (queue: string, version: number) =>
  request<void>('DELETE', `${at(queue)}?version=${version}`)
export const readHistory = (queue: string) =>
  request<{ versions: Version[] }>('GET', `${at(queue)}/history`).then((answer) => answer.versions)

export const readEmergency = () => request<Emergency>('GET', '/emergency')
export const closeSite = (text: Texts) => request<Emergency>('POST', '/emergency', { text })
export const reopenSite = () => request<Emergency>('DELETE', '/emergency')
