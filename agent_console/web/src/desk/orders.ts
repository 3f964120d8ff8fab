// What each order about the call does, whether a button or a key gives it.
import type { DeskAction } from '../wire'
import { agentDesk } from './desk.svelte'

export const callOrders: Partial<Record<DeskAction, () => unknown>> = {
  answer: agentDesk.answer,
  reject: agentDesk.reject,
  hold: agentDesk.hold,
  retrieve: agentDesk.retrieve,
  mute: agentDesk.mute,
  keypad: agentDesk.toggleKeypad,
  hang_up: agentDesk.hangUp,
  consult: () => agentDesk.choose('consult'),
  transfer: () => agentDesk.choose('transfer'),
  complete: agentDesk.complete,
  toggle: agentDesk.toggle,
  join: agentDesk.join,
  take_back: agentDesk.takeBack,
  park: agentDesk.park,
  record: () => agentDesk.record('recording'),
  pause_recording: () => agentDesk.record('paused'),
  resume_recording: () => agentDesk.record('recording'),
  listen: () => agentDesk.help('listen'),
  whisper: () => agentDesk.help('whisper'),
  barge: () => agentDesk.help('barge'),
  take_over: agentDesk.takeOver,
}
