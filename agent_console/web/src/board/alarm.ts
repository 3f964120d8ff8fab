// Which alerts are new since the board was last looked at: pure, so that it can be told as a story.
import type { AlertKind } from '../wire_admin'
import type { BoardQueue } from '../wire'

export interface Alarm {
  queue: string
  kind: AlertKind
}

export function alarms(queues: BoardQueue[]): Alarm[] {
  return queues.flatMap((queue) => queue.alerts.map((kind) => ({ queue: queue.id, kind })))
}

// What stood already when the page was opened is shown, and calls nobody.
export function fresh(before: Alarm[] | null, now: Alarm[]): Alarm[] {
  if (before === null) return []
  return now.filter((alarm) => !before.some((one) => one.queue === alarm.queue && one.kind === alarm.kind))
}
