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
  { action: 'consult', testid: 'consult', label: 'call.consult', icon: 'ask', cap: keyCaps.consult },
  { action: 'transfer', testid: 'transfer', label: 'call.transfer', icon: 'give', cap: keyCaps.transfer },
  {
    action: 'complete',
    testid: 'complete',
    label: 'call.complete',
    icon: 'give',
    cap: keyCaps.complete,
    look: 'primary',
  },
  { action: 'toggle', testid: 'toggle', label: 'call.toggle', icon: 'swap', cap: keyCaps.toggle },
  { action: 'join', testid: 'join', label: 'call.join', icon: 'people', cap: keyCaps.join },
  { action: 'take_back', testid: 'take-back', label: 'call.take_back', icon: 'back', cap: keyCaps.take_back },
  { action: 'park', testid: 'park', label: 'call.park', icon: 'park', cap: keyCaps.park },
  { action: 'record', testid: 'record', label: 'call.record', icon: 'record', cap: keyCaps.record },
  {
    action: 'pause_recording',
    testid: 'pause-recording',
    label: 'call.pause_recording',
    icon: 'pause',
    cap: keyCaps.record,
  },
  {
    action: 'resume_recording',
    testid: 'resume-recording',
    label: 'call.resume_recording',
    icon: 'record',
    cap: keyCaps.record,
    look: 'primary',
  },
  { action: 'listen', testid: 'help-listen', label: 'call.listen', icon: 'listen', cap: keyCaps.listen },
  { action: 'whisper', testid: 'help-whisper', label: 'call.whisper', icon: 'ask', cap: keyCaps.whisper },
  { action: 'barge', testid: 'help-barge', label: 'call.barge', icon: 'people', cap: keyCaps.barge },
  {
    action: 'take_over',
    testid: 'help-take-over',
    label: 'call.take_over',
    icon: 'incoming',
    cap: keyCaps.take_over,
  },
  {
    action: 'hang_up',
    testid: 'hang-up',
    label: 'call.hang_up',
    icon: 'reject',
    cap: keyCaps.hang_up,
    look: 'danger',
  },
]
