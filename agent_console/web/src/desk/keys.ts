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
}

export function orderFor(key: string, situation: Situation): Order | null {
  if (key === 'Escape') return 'leave'
  if (situation.writing) return null
  if (key === '?') return 'help'
  if (!situation.singleKeys) return null
  if (situation.keypadOpen && /^[0-9*#]$/.test(key)) return { digit: key }
  return lettered(key.toLowerCase(), situation.legal) ?? outcome(key, situation)
}

function lettered(key: string, legal: ReadonlySet<DeskAction>): Order | null {
  if (key === 'r') return 'toggle_ready'
  if (key === 'h') return legal.has('retrieve') ? 'retrieve' : legal.has('hold') ? 'hold' : null
  const order = plain[key]
  return order && legal.has(order) ? order : null
}

function outcome(key: string, { legal, dispositions }: Situation): Order | null {
  const disposition = legal.has('disposition') && dispositions.find((each) => each.key === key)
  return disposition ? { disposition: disposition.id } : null
}
