// What the browser's telephone is doing, as a pure machine: reports of SIP and of the microphone in,
// one state out. It knows neither JsSIP nor the server, so it can be tested by telling it a story.
import type { PongMicrophone, PongPhone } from '../wire'

export type PhoneStage = 'calling' | 'ringing' | 'answering' | 'talking' | 'held'
// `leg` counts the calls of this telephone; `id` is the server's name of the call, where it was told.
export interface PhoneCall {
  leg: number
  id: string | null
  stage: PhoneStage
  rejoin: boolean
  number: string | null
  name: string | null
  muted: boolean
  progressing: boolean
  since: number
}
export interface PhoneState {
  registration: PongPhone
  connected: boolean
  detail: string
  microphone: PongMicrophone
  // The one the agent turned to last is the first, and `call`; the others wait, ring or are on hold.
  calls: PhoneCall[]
  call: PhoneCall | null
  lastEnd: { id: string | null; cause: string; talkedMs: number | null } | null
}

export type PhoneReport =
  | { type: 'connecting' }
  | { type: 'connected' }
  | { type: 'disconnected'; detail: string }
  | { type: 'registered' }
  | { type: 'unregistered' }
  | { type: 'registration_failed'; detail: string }
  | { type: 'microphone'; microphone: PongMicrophone }
  | { type: 'dialled'; leg: number; number: string; at: number }
  | {
      type: 'invited'
      leg: number
      id: string | null
      rejoin: boolean
      number: string | null
      name: string | null
      at: number
    }
  | (LegReport & { leg: number })

// What one leg says of itself; the telephone knows which leg it is.
export type LegReport =
  | { type: 'progressing' }
  | { type: 'answering' }
  | { type: 'turned_to' }
  | { type: 'established'; at: number }
  | { type: 'held' }
  | { type: 'retrieved' }
  | { type: 'muted'; muted: boolean }
  | { type: 'ended'; cause: string; at: number }

export const silentPhone: PhoneState = {
  registration: 'unregistered',
  connected: false,
  detail: '',
  microphone: 'ok',
  calls: [],
  call: null,
  lastEnd: null,
}

export function reducePhone(state: PhoneState, report: PhoneReport): PhoneState {
  switch (report.type) {
    case 'connecting':
      return { ...state, registration: 'connecting', connected: false, detail: '' }
    case 'connected':
      return { ...state, registration: 'connecting', connected: true, detail: '' }
    case 'disconnected':
      return { ...state, registration: 'connecting', connected: false, detail: report.detail }
    case 'registered':
      return { ...state, registration: 'registered', detail: '' }
    case 'unregistered':
      return { ...state, registration: 'unregistered', detail: '' }
    case 'registration_failed':
      return { ...state, registration: 'failed', detail: report.detail }
    case 'microphone':
      return { ...state, microphone: report.microphone }
    case 'dialled':
    case 'invited':
      return { ...withCalls(state, [...state.calls, startedCall(report)]), lastEnd: null }
    default:
      return reduceLeg(state, report)
  }
}

function withCalls(state: PhoneState, calls: PhoneCall[]): PhoneState {
  return { ...state, calls, call: calls[0] ?? null }
}

// Whichever call is picked up, or turned to, is the first from then on.
function reduceLeg(state: PhoneState, report: InCall): PhoneState {
  const mine = state.calls.find((call) => call.leg === report.leg)
  if (!mine) return state
  const rest = state.calls.filter((call) => call !== mine)
  if (report.type === 'ended') return { ...withCalls(state, rest), lastEnd: endOf(mine, report) }
  if (report.type === 'answering' || report.type === 'turned_to')
    return withCalls(state, [reduceCall(mine, report), ...rest])
  return withCalls(
    state,
    state.calls.map((call) => (call === mine ? reduceCall(mine, report) : call)),
  )
}

type Started = Extract<PhoneReport, { type: 'dialled' | 'invited' }>
type InCall = Extract<PhoneReport, LegReport & { leg: number }>

function startedCall(report: Started): PhoneCall {
  const base = { leg: report.leg, number: report.number, muted: false, progressing: false, since: report.at }
  if (report.type === 'dialled') return { ...base, id: null, stage: 'calling', rejoin: false, name: null }
  return { ...base, id: report.id, stage: 'ringing', rejoin: report.rejoin, name: report.name }
}

// The call of this name; a telephone that was not told its calls' names has one call at a time.
export function callNamed(calls: PhoneCall[], id: string): PhoneCall | null {
  return calls.find((call) => call.id === id) ?? calls.find((call) => call.id === null) ?? null
}

function reduceCall(call: PhoneCall, report: InCall): PhoneCall {
  switch (report.type) {
    case 'progressing':
      return { ...call, progressing: true }
    case 'answering':
      return call.stage === 'ringing' ? { ...call, stage: 'answering' } : call
    case 'established':
      return isEstablished(call) ? call : { ...call, stage: 'talking', since: report.at }
    case 'held':
      return isEstablished(call) ? { ...call, stage: 'held' } : call
    case 'retrieved':
      return call.stage === 'held' ? { ...call, stage: 'talking' } : call
    case 'muted':
      return { ...call, muted: report.muted }
    default:
      return call
  }
}

export function isEstablished(call: PhoneCall): boolean {
  return call.stage === 'talking' || call.stage === 'held'
}

function endOf(call: PhoneCall, report: { cause: string; at: number }) {
  return { id: call.id, cause: report.cause, talkedMs: isEstablished(call) ? report.at - call.since : null }
}
