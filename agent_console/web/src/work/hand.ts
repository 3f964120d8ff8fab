// Raising and lowering my hand, by button or key.
import { raiseHand } from '../api/work'
import { notice } from '../notice.svelte'
import { beside } from './beside.svelte'

export const toggleHand = () => void notice.carry(raiseHand(beside.chat?.hand_since == null))
