// The buttons of a call as a table: which drawing, key, colour and order each has.
import type { Key } from '../language/text'
import type { Drawing } from '../ui/drawings'
import type { DeskAction } from '../wire'
import { keyCaps } from './keys'

export interface CallAction {
  action: DeskAction
  testid: string
  label: Key
  icon: Drawing
  cap: string
  look?: 'primary' | 'danger'
}

export const callActions: CallAction[] = [
  {
    action: 'answer',
    testid: 'answer',
    label: 'call.answer',
    icon: 'answer',
    cap: keyCaps.answer,
    look: 'primary',
  },
  { action: 'reject', testid: 'reject', label: 'call.reject', icon: 'reject', cap: keyCaps.reject },
  { action: 'hold', testid: 'hold', label: 'call.hold', icon: 'hold', cap: keyCaps.hold },
  {
    action: 'retrieve',
    testid: 'retrieve',
    label: 'call.retrieve',
    icon: 'retrieve',
    cap: keyCaps.hold,
    look: 'primary',
  },
  { action: 'mute', testid: 'mute', label: 'call.mute', icon: 'unmute', cap: keyCaps.mute },
  { action: 'keypad', testid: 'keypad', label: 'call.keypad', icon: 'keypad', cap: keyCaps.keypad },
  {
    action: 'hang_up',
    testid: 'hang-up',
    label: 'call.hang_up',
    icon: 'reject',
    cap: keyCaps.hang_up,
    look: 'danger',
  },
]
