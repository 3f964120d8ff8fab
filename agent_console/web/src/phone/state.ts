// What the browser's telephone is doing, as a pure machine: reports of SIP and of the microphone in,
// one state out. It knows neither JsSIP nor the server, so it can be tested by telling it a story.
import type { PongMicrophone, PongPhone } from '../wire'

export type PhoneStage = 'calling' | 'ringing' | 'answering' | 'talking' | 'held'
export interface PhoneCall {
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
  | { type: 'dialled'; number: string; at: number }
  | {
      type: 'invited'
      id: string | null
      rejoin: boolean
      number: string | null
      name: string | null
      at: number
    }
  | { type: 'progressing' }
  | { type: 'answering' }
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
      return { ...state, call: startedCall(report), lastEnd: null }
    case 'ended':
      return { ...state, call: null, lastEnd: state.call ? endOf(state.call, report) : state.lastEnd }
    default:
      return state.call ? { ...state, call: reduceCall(state.call, report) } : state
  }
}

type Started = Extract<PhoneReport, { type: 'dialled' | 'invited' }>
type InCall = Extract<
  PhoneReport,
  { type: 'progressing' | 'answering' | 'established' | 'held' | 'retrieved' | 'muted' }
>

function startedCall(report: Started): PhoneCall {
  const base = { number: report.number, muted: false, progressing: false, since: report.at }
  if (report.type === 'dialled') return { ...base, id: null, stage: 'calling', rejoin: false, name: null }
  return { ...base, id: report.id, stage: 'ringing', rejoin: report.rejoin, name: report.name }
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
  }
}

export function isEstablished(call: PhoneCall): boolean {
  return call.stage === 'talking' || call.stage === 'held'
}

function endOf(call: PhoneCall, report: { cause: string; at: number }) {
  return { id: call.id, cause: report.cause, talkedMs: isEstablished(call) ? report.at - call.since : null }
}
