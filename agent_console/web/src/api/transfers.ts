// What an agent orders about who else has to do with a call.
import type { Colleagues, ParkedList, Target } from '../wire'
import { request } from './http'

const call = (id: string) => `/calls/${encodeURIComponent(id)}`

export const colleagues = () => request<Colleagues>('GET', '/colleagues')
export const transfer = (id: string, to: Target) => request<void>('POST', `${call(id)}/transfer`, { to })
export const consult = (id: string, to: Target) => request<void>('POST', `${call(id)}/consult`, { to })
export const complete = (id: string) => request<void>('POST', `${call(id)}/consult/complete`)
export const toggle = (id: string, to: 'customer' | 'party') =>
  request<void>('POST', `${call(id)}/consult/toggle`, { to })
export const join = (id: string) => request<void>('POST', `${call(id)}/consult/join`)
export const takeBack = (id: string) => request<void>('DELETE', `${call(id)}/consult`)
export const park = (id: string) => request<{ slot: number }>('POST', `${call(id)}/park`)
export const parked = () => request<ParkedList>('GET', '/parked')
export const pickUp = (slot: number) => request<void>('POST', `/parked/${slot}/pick-up`)
export const dial = (number: string, queue: string | null) =>
  request<void>('POST', '/calls', { number, queue })
export const retrieve = (id: string) => request<void>('POST', `${call(id)}/retrieve`)
export const record = (id: string, state: 'recording' | 'paused') =>
  request<void>('PUT', `${call(id)}/recording`, { state })
export const help = (agent: string, mode: HelpMode) =>
  request<void>('POST', `/agents/${encodeURIComponent(agent)}/help`, { mode })
export const changeHelp = (id: string, mode: HelpMode) => request<void>('PATCH', `${call(id)}/help`, { mode })
export const takeOver = (id: string) => request<void>('POST', `${call(id)}/help/take-over`)
export const endHelp = (id: string) => request<void>('DELETE', `${call(id)}/help`)

export type HelpMode = 'listen' | 'whisper' | 'barge'
