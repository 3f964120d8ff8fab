// What an agent orders about the own state and about a call.
import type { CallRecord, Customer, NoteKept } from '../wire'
import { request } from './http'

const call = (id: string) => `/calls/${encodeURIComponent(id)}`

export const becomeReady = () => request<void>('POST', '/agent/state', { state: 'ready' })
export const becomeNotReady = (reason: string) =>
  request<void>('POST', '/agent/state', { state: 'not_ready', reason })
export const reject = (id: string) => request<void>('POST', `${call(id)}/reject`)
export const hangUp = (id: string) => request<void>('POST', `${call(id)}/hang-up`)
export const writeNote = (id: string, text: string, basedOn: string) =>
  request<NoteKept>('PUT', `${call(id)}/note`, { text, based_on: basedOn })
export const dispose = (id: string, disposition: string, fields: Record<string, string> = {}) =>
  request<void>('PUT', `${call(id)}/disposition`, { disposition, fields })
// Without a next state: the one that was asked for during the call.
export const finish = (id: string, next: { next: 'not_ready'; reason: string } | object) =>
  request<void>('POST', `${call(id)}/wrap-up/finish`, next)
export const linkCustomer = (id: string, customer: string) =>
  request<Customer>('POST', `${call(id)}/customer`, { customer })
export const makeCustomer = (id: string, name: string) =>
  request<Customer>('POST', `${call(id)}/customer`, { name })
export const readCall = (id: string) => request<CallRecord>('GET', call(id))
