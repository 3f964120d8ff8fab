// The words spoken with the server, by HTTP and on the live socket, as types.
// Times are ISO-8601 UTC strings; names that end in _s are seconds.
import type { Emergency } from './wire_settings'

export type Language = 'zh' | 'en'
export type Bilingual = Record<Language, string>
export type Role = 'agent' | 'supervisor' | 'administrator'

export interface User {
  id: string
  username: string
  name: string
  role: Role
  language: Language
  agent: string | null
}
export interface Session {
  user: User
  csrf: string
}

export interface Named {
  id: string
  name: Bilingual
}
export interface NotReadyReason extends Named {
  paid: boolean
}
export interface Disposition extends Named {
  key: string
}
export interface AgentName {
  id: string
  name: string
}
export interface Catalogue {
  company: string
  queues: Named[]
  agents: AgentName[]
  not_ready_reasons: NotReadyReason[]
  dispositions: Disposition[]
}

export interface SipAccount {
  uri: string
  username: string
  password: string
  websocket: string
  display_name?: string
}
export interface GuestPhone extends SipAccount {
  numbers: { number: string; name: Bilingual }[]
  callers: { number: string; name: string }[]
}

export interface PhoneNumber {
  e164: string | null
  raw: string
  label: string | null
}
export interface CustomerCard {
  id: string
  name: string
  company: string | null
  numbers: PhoneNumber[]
  email: string | null
  language: string | null
  vip: boolean
}
export interface Customer extends CustomerCard {
  note: string
  owner: AgentName | null
  timeline: Interaction[]
}
export interface CustomerDraft {
  name: string
  numbers: string[]
  email?: string
  company?: string
  notes?: string
  owner?: string
}
export interface Interaction {
  id: string
  call: string
  direction: 'inbound' | 'callback'
  queue: string | null
  agent: AgentName | null
  arrived_at: string
  answered_at: string | null
  ended_at: string
  wait_s: number
  talk_s: number
  hold_s: number
  wrap_up_s: number
  outcome: string
  disposition: string | null
  note: string
  recording: { id: string; duration_s: number } | null
}

export interface CustomerImport {
  id: string
  state: 'running' | 'done' | 'refused'
  done: number
  total: number
  created: number
  updated: number
  problems: { line: number; problem: string }[]
  message: string | null
}

export type FigureName =
  'offered' | 'answered' | 'abandoned' | 'flowed_out' | 'service_level' | 'asa_s' | 'aht_s' | 'longest_wait_s'
export interface Figures {
  offered: number
  answered: number
  abandoned: number
  flowed_out: number
  service_level: number | null
  asa_s: number | null
  aht_s: number | null
  longest_wait_s: number | null
}
export interface Formula {
  id: string
  text: string
  threshold_s?: number | null
}
export interface AgentFigures {
  agent: string
  name: string
  offered: number
  answered: number
  missed: number
  talk_s: number
  hold_s: number
  wrap_up_s: number
  aht_s: number | null
}
export interface Report {
  date: string
  timezone: string
  formulas: Record<string, Formula>
  queues: (Figures & { queue: string })[]
  agents: AgentFigures[]
  total: Figures
}
export type AgentFigureName = 'offered' | 'answered' | 'missed' | 'talk_s' | 'hold_s' | 'wrap_up_s' | 'aht_s'
export interface CallsQuestion {
  figure: FigureName | AgentFigureName
  queue?: string
  agent?: string
}
export interface ReportCall {
  id: string
  arrived_at: string
  queue: string | null
  agent: string | null
  caller: string | null
  wait_s: number | null
  talk_s: number | null
  outcome: string
}

export interface CallEvent {
  position: number
  at: string
  kind: string
  [detail: string]: unknown
}
export interface CallRecord {
  id: string
  caller: { number: string | null; name: string | null }
  customer: CustomerCard | null
  events: CallEvent[]
}

export type AgentStateName = 'not_ready' | 'ready' | 'offered' | 'talking' | 'wrap_up'
export type DeskAction =
  | 'answer'
  | 'reject'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'keypad'
  | 'hang_up'
  | 'note'
  | 'disposition'
  | 'finish'
  | 'make_customer'
export type CallStage = 'dialling' | 'ringing' | 'talking' | 'held' | 'wrap_up'
export interface Need {
  agents: number
  scheduled: number
  service_level: number
  asa_s: number
  occupancy: number
  abandoned: number
}
export interface StaffingInterval {
  start: string
  offered: number
  aht_s: number | null
  erlangs: number | null
  erlang_c: Need | null
  erlang_a: Need | null
}
export interface Staffing {
  date: string | null
  timezone: string
  minutes: number
  queue: string | null
  formulas: Record<string, Formula>
  intervals: StaffingInterval[]
}

export interface DeskCall {
  id: string
  stage: CallStage
  queue: string | null
  caller: { number: string | null; name: string | null; display: string }
  dialled: string
  arrived_at: string
  enqueued_at: string | null
  offered_at: string | null
  offer_expires_at: string | null
  answered_at: string | null
  held_since: string | null
  ended_at: string | null
  wrap_up_ends_at: string | null
  digits: { node: string; digits: string }[]
  customer: Customer | null
  candidates: CustomerCard[]
  note: string
  disposition: string | null
  legal: DeskAction[]
}
export interface Desk {
  agent: { id: string; name: string; extension: string; queues: string[] }
  state: { name: AgentStateName; reason: string | null; since: string }
  phone_reachable: boolean
  telephony_up: boolean
  today: { answered: number; missed: number; talk_s: number; aht_s: number | null }
  call: DeskCall | null
}

export interface BoardQueue extends Named {
  waiting: number
  longest_waiting_since: string | null
  agents_ready: number
  agents_busy: number
  agents_not_ready: number
  today: Figures
  calls: { id: string; caller: string; enqueued_at: string; position: number }[]
}
export interface BoardAgent {
  id: string
  name: string
  extension: string
  state: AgentStateName | 'logged_out'
  reason: string | null
  since: string | null
  call: { id: string; caller: string; queue: string } | null
  phone_reachable: boolean
  console_alive: boolean
  today: { answered: number; missed: number; talk_s: number; aht_s: number | null }
}
export interface Board {
  queues: BoardQueue[]
  agents: BoardAgent[]
  totals: Figures
}

export type ServerMessage =
  | {
      type: 'snapshot'
      position: number
      server_time: string
      desk: Desk | null
      board: Board | null
      emergency?: Emergency
    }
  | { type: 'desk'; desk: Desk }
  | { type: 'queue'; queue: BoardQueue }
  | { type: 'agent'; agent: BoardAgent }
  | { type: 'totals'; totals: Figures }
  | { type: 'telephony'; up: boolean }
  | { type: 'emergency'; emergency: Emergency }
  | { type: 'ping'; server_time: string }
  | { type: 'superseded' }

export type PongPhone = 'registered' | 'connecting' | 'unregistered' | 'failed'
export type PongMicrophone = 'ok' | 'muted' | 'missing' | 'denied'
export interface Pong {
  type: 'pong'
  phone: PongPhone
  microphone: PongMicrophone
}
