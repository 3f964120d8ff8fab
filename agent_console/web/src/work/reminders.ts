// Which task or callback is due now and was not told yet. Pure but for its memory.
import type { Tasks } from '../wire_work'

// What fell due long before the desk was opened is in the list, and needs no bell.
const LATE_MS = 10 * 60_000

export class Reminders {
  private told = new Set<string>()

  due({ tasks, callbacks }: Tasks, now: number): { id: string; title: string } | null {
    const waiting = [
      ...tasks
        .filter((task) => task.due && !task.done)
        .map(({ id, title, due }) => ({ id, title, due: due! })),
      ...callbacks.map((each) => ({ id: each.id, title: each.name || each.number, due: each.due })),
    ]
    const next = waiting.find((each) => {
      const late = now - Date.parse(each.due)
      return late >= 0 && late < LATE_MS && !this.told.has(each.id + each.due)
    })
    if (!next) return null
    this.told.add(next.id + next.due)
    return next
  }
}
