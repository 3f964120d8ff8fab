// The words about callbacks.
import type * as made from './wire/generated'

export type Callback = made.CallbackView
export type CallbackState = Callback['state']
export type CallbackWish = made.CallbackBody
