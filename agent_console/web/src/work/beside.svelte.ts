// What stands beside the call or, between calls, beside the desk: which part is shown, and one's own tasks.
import * as api from '../api/work'
import { live } from '../live/live.svelte'
import { presence } from '../session.svelte'
import type { AgentChat, Tasks } from '../wire_work'
import type { DeskCall } from '../wire'
import { Reminders } from './reminders'

export const inCall = ['customer', 'script', 'knowledge', 'tasks', 'chat'] as const
export const between = ['tasks', 'recent', 'knowledge', 'chat'] as const
export type Part = (typeof inCall)[number] | (typeof between)[number]

const nothing: Tasks = { tasks: [], callbacks: [] }

class Beside {
  tasks = $state.raw<Tasks>(nothing)
  due = $state('')
  private chosen = $state.raw<{ call: string | null; part: Part } | null>(null)
  private reminders = new Reminders()

  get chat(): AgentChat | null {
    return live.state.chats[presence.user?.agent ?? ''] ?? null
  }

  // Each call begins with what it needs: who it is, and once it is answered its script.
  shown(call: DeskCall | null): Part {
    if (this.chosen && this.chosen.call === (call?.id ?? null)) return this.chosen.part
    if (!call) return 'tasks'
    return call.script && call.answered_at && call.stage !== 'wrap_up' ? 'script' : 'customer'
  }

  show(part: Part, call: DeskCall | null): void {
    this.chosen = { call: call?.id ?? null, part }
  }

  async load(): Promise<void> {
    this.tasks = await api.readTasks().catch(() => this.tasks)
  }

  remind(now: number): void {
    const next = this.reminders.due(this.tasks, now)
    if (!next) return
    this.due = next.title
    if (typeof Notification !== 'undefined' && Notification.permission === 'granted')
      new Notification(next.title, { tag: next.id })
  }

  forget(): void {
    this.due = ''
  }
}

export const beside = new Beside()
