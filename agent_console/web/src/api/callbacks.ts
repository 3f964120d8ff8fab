// Callbacks: ask for one, see them, cancel one.
import type { Callback, CallbackWish } from '../wire_callbacks'
import { request } from './http'

export const readCallbacks = (state: 'open' | 'closed') =>
  request<{ callbacks: Callback[] }>('GET', `/callbacks?state=${state}`).then((answer) => answer.callbacks)
export const askForCallback = (wish: CallbackWish) => request<Callback>('POST', '/callbacks', wish)
export const cancelCallback = (id: string) => request<void>('DELETE', `/callbacks/${encodeURIComponent(id)}`)
