// The computer's own keys for calls, where the browser passes them on: hang up, and the microphone.
import type { CallOrder } from './meaning'

type Action = 'hangup' | 'togglemicrophone'
interface Session {
  setActionHandler(action: Action, handler: (() => void) | null): void
  setMicrophoneActive?(active: boolean): void
}

const orders: Record<Action, CallOrder> = { hangup: 'hang_up', togglemicrophone: 'mute' }

export function followMediaKeys(
  call: { muted: boolean } | null,
  ordered: (order: CallOrder) => void,
  session = navigator.mediaSession as unknown as Session | undefined,
): void {
  for (const action of Object.keys(orders) as Action[])
    try {
      session?.setActionHandler(action, call ? () => ordered(orders[action]) : null)
    } catch {
      // A browser that does not know an action says so by throwing; its other keys still work.
    }
  if (call) session?.setMicrophoneActive?.(!call.muted)
}
