// Today in intervals.
import type { IntervalsView } from '../wire_admin'
import { request } from './http'

export function readIntervals(queue: string, minutes: number): Promise<IntervalsView> {
  const search = new URLSearchParams({ minutes: String(minutes), ...(queue && { queue }) })
  return request<IntervalsView>('GET', `/reports/today/intervals?${search}`)
}
