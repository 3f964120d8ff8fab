// Today's figures and the calls behind each of them.
import type { CallsQuestion, Report, ReportCall } from '../wire'
import { request } from './http'

export const reportTableAddress = '/api/v1/reports/today.csv'
export const readReport = () => request<Report>('GET', '/reports/today')

export async function readCallsBehind(question: CallsQuestion): Promise<ReportCall[]> {
  const search = new URLSearchParams({ ...question })
  return (await request<{ calls: ReportCall[] }>('GET', `/reports/today/calls?${search}`)).calls
}
