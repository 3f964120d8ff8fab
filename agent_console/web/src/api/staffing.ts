// Agents needed by interval.
import type { Staffing } from '../wire'
import { request } from './http'

export const readStaffing = (search: URLSearchParams) => request<Staffing>('GET', `/staffing?${search}`)
