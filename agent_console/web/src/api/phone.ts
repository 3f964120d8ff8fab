// What an agent orders about the own telephone, and of a call that is not in this browser.
import type { Figures } from '../phone/quality'
import type { DeskPhone } from '../wire'
import { request } from './http'

const call = (id: string) => `/calls/${encodeURIComponent(id)}`

export const choosePhone = (phone: DeskPhone['kind'], number = '') =>
  request<void>('PUT', '/agent/phone', { phone, number })
export const tellQuality = (id: string, figures: Figures) =>
  request<void>('PUT', `${call(id)}/quality`, figures)
export const hold = (id: string) => request<void>('POST', `${call(id)}/hold`)
export const setMuted = (id: string, muted: boolean) => request<void>('PUT', `${call(id)}/muted`, { muted })
export const pressKeys = (id: string, digits: string) =>
  request<void>('POST', `${call(id)}/digits`, { digits })
