// What the buttons of a headset mean: its reports in, orders out. Pure but for what it remembers of the last report.
import { HOOK_SWITCH, PHONE_MUTE } from './hid'
import { usagesOn, type Layout } from './layout'

export type ButtonOrder = 'off_hook' | 'on_hook' | 'hook_press' | 'toggle_mute' | 'mute' | 'unmute'

export class Buttons {
  private on = new Map<number, Set<number>>()
  private layout: Layout

  constructor(layout: Layout) {
    this.layout = layout
  }

  hear(report: number, data: DataView): ButtonOrder[] {
    const before = this.on.get(report) ?? new Set<number>()
    const now = usagesOn(this.layout, report, data)
    this.on.set(report, now)
    const orders: ButtonOrder[] = []
    const changed = (usage: number) => now.has(usage) !== before.has(usage)
    if (changed(HOOK_SWITCH)) {
      if (this.isState(HOOK_SWITCH)) orders.push(now.has(HOOK_SWITCH) ? 'off_hook' : 'on_hook')
      else if (now.has(HOOK_SWITCH)) orders.push('hook_press')
    }
    if (changed(PHONE_MUTE)) {
      if (this.isState(PHONE_MUTE)) orders.push(now.has(PHONE_MUTE) ? 'mute' : 'unmute')
      else if (now.has(PHONE_MUTE)) orders.push('toggle_mute')
    }
    return orders
  }

  // A usage in an array is there while its button is down.
  private isState(usage: number): boolean {
    return this.layout.fields.get(usage)?.absolute ?? usage === HOOK_SWITCH
  }
}
