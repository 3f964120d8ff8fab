// The desk by keyboard: which key means which order, given what is legal now. Pure.
import type { DeskAction, Disposition } from '../wire'

export type Order =
  | 'answer'
  | 'reject'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'keypad'
  | 'hang_up'
  | 'note'
  | 'finish'
  | 'extend'
  | 'hand'
  | 'consult'
  | 'transfer'
  | 'complete'
  | 'toggle'
  | 'join'
  | 'take_back'
  | 'park'
  | 'record'
  | 'pause_recording'
  | 'resume_recording'
  | 'listen'
  | 'whisper'
  | 'barge'
  | 'take_over'
  | 'pick_up'
  | 'dial'
  | 'next_call'
  | 'toggle_ready'
  | 'help'
  | 'leave'
  | { digit: string }
  | { disposition: string }

export interface Situation {
  legal: ReadonlySet<DeskAction>
  dispositions: Disposition[]
  keypadOpen: boolean
  writing: boolean
  singleKeys: boolean
}

export const keyCaps = {
  answer: 'A',
  reject: 'D',
  hold: 'H',
  mute: 'M',
  keypad: 'K',
  tones: '0–9 * #',
  hang_up: 'E',
  note: 'N',
  finish: 'F',
  extend: 'X',
  hand: 'J',
  tabs: 'Alt 1–5',
  canned: '/',
  consult: 'C',
  transfer: 'T',
  complete: 'O',
  toggle: 'G',
  join: 'I',
  take_back: 'B',
  park: 'P',
  pick_up: 'U',
  record: 'V',
  dial: 'L',
  next_call: 'Z',
  listen: 'Q',
  whisper: 'W',
  barge: 'S',
  take_over: 'Y',
  ready: 'R',
  help: '?',
  leave: 'Esc',
} as const

const plain: Record<string, Order & DeskAction> = {
  a: 'answer',
  d: 'reject',
  m: 'mute',
  k: 'keypad',
  e: 'hang_up',
  n: 'note',
  f: 'finish',
  x: 'extend',
  c: 'consult',
  t: 'transfer',
  o: 'complete',
  g: 'toggle',
  i: 'join',
  b: 'take_back',
  p: 'park',
  q: 'listen',
  w: 'whisper',
  s: 'barge',
  y: 'take_over',
}

export function orderFor(key: string, situation: Situation): Order | null {
  if (key === 'Escape') return 'leave'
  if (situation.writing) return null
  if (key === '?') return 'help'
  if (!situation.singleKeys) return null
  if (situation.keypadOpen && /^[0-9*#]$/.test(key)) return { digit: key }
  return lettered(key.toLowerCase(), situation.legal) ?? outcome(key, situation)
}

// Alt and a digit show what is beside the call. By the key's place: Alt may make another letter of it.
export function tabFor(event: Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'code'>): number | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)
  return digit ? Number(digit[1]) - 1 : null
}

const recordings = ['record', 'pause_recording', 'resume_recording'] as const

function lettered(key: string, legal: ReadonlySet<DeskAction>): Order | null {
  if (key === 'r') return 'toggle_ready'
  if (key === 'j') return 'hand'
  if (key === 'u') return 'pick_up'
  if (key === 'l') return 'dial'
  if (key === 'z') return 'next_call'
  if (key === 'v') return recordings.find((order) => legal.has(order)) ?? null
  if (key === 'h') return legal.has('retrieve') ? 'retrieve' : legal.has('hold') ? 'hold' : null
  const order = plain[key]
  return order && legal.has(order) ? order : null
}

function outcome(key: string, { legal, dispositions }: Situation): Order | null {
  const disposition = legal.has('disposition') && dispositions.find((each) => each.key === key)
  return disposition ? { disposition: disposition.id } : null
}
