// Customers: look up, write, import.
import type { Customer, CustomerCard, CustomerDraft, CustomerImport } from '../wire'
import { request } from './http'

const customer = (id: string) => `/customers/${encodeURIComponent(id)}`

export async function findCustomers(query: string, limit = 20): Promise<CustomerCard[]> {
  const search = new URLSearchParams({ query, limit: String(limit) })
  return (await request<{ customers: CustomerCard[] }>('GET', `/customers?${search}`)).customers
}
export const readCustomer = (id: string) => request<Customer>('GET', customer(id))
export const createCustomer = (draft: CustomerDraft) => request<Customer>('POST', '/customers', draft)
export const changeCustomer = (id: string, draft: CustomerDraft) =>
  request<Customer>('PATCH', customer(id), draft)
export const addNote = (id: string, text: string) =>
  request<Customer>('POST', `${customer(id)}/notes`, { text })

export function startImport(file: File, encoding: string, skipBad: boolean): Promise<{ id: string }> {
  const form = new FormData()
  form.append('file', file)
  if (encoding) form.append('encoding', encoding)
  if (skipBad) form.append('skip_bad', '1')
  return request<{ id: string }>('POST', '/customers/imports', form)
}
export const readImport = (id: string) =>
  request<CustomerImport>('GET', `/customers/imports/${encodeURIComponent(id)}`)

export const recordingAddress = (id: string) => `/api/v1/recordings/${encodeURIComponent(id)}/audio`
