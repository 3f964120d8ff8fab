// The words about the house itself: trunks, alerts, charts, the film, users and all that an administrator changes.
import type * as made from './wire/generated'

export type TrunkRow = made.TrunkRow
export type AlertKind = made.BoardQueue['alerts'][number]
export type IntervalView = made.IntervalView
export type IntervalsView = made.IntervalsView

export type ManagedUser = made.ManagedUser
export interface UserDraft {
  username: string
  name: string
  role: string
  language: string
  agent: string
}
export type RolesView = made.RolesView
export type TokenView = made.TokenView
export type WordView = made.WordView
export type WordKind = WordView['kind']
export interface WordDraft {
  name: Record<string, string>
  paid: boolean
  key: string
  place?: number
}
export interface NewAgentDraft {
  id: string
  settings: { name: string; queues: string[]; phone: string }
}
export type StaffPlan = made.StaffPlanView
export type WebhookView = made.WebhookView
export type FlowReading = made.FlowReading
export type FlowView = made.FlowView
export type PromptView = made.PromptView

export type FilmView = made.FilmView
export type FilmFrame = made.FilmFrame
export type FilmDecision = made.FilmDecision
