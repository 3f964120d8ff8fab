// A task as typed, as sent, and how its time reads. Pure.
import type { Customer } from '../wire'
import type { Task, TaskDraft } from '../wire_work'

export function draftFrom(
  title: string,
  due: string,
  customer: Pick<Customer, 'id'> | null,
  call: string | null,
): TaskDraft {
  return {
    title: title.trim(),
    // The browser's own clock was typed; the server is told the moment.
    due: due ? new Date(due).toISOString() : null,
    customer: customer?.id ?? null,
    call,
    done: false,
  }
}

export const changedDraft = (task: Task, change: Partial<TaskDraft>): TaskDraft => ({
  title: task.title,
  due: task.due,
  customer: task.customer?.id ?? null,
  call: task.call,
  done: task.done,
  ...change,
})

export const isOverdue = (task: Task, now: number): boolean =>
  task.due !== null && !task.done && Date.parse(task.due) < now
