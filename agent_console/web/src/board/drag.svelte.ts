// What is being dragged on the board, and where it may be let go. The menus do the same without a mouse.
import type { Attachment } from 'svelte/attachments'

export type Carried = { kind: 'agent' | 'call'; id: string; name: string; queue?: string }

class Drag {
  carried = $state.raw<Carried | null>(null)
}
export const drag = new Drag()

export function carries(what: () => Carried | null): Attachment<HTMLElement> {
  return (node) => {
    const begin = (event: DragEvent) => {
      const carried = what()
      if (!carried) return event.preventDefault()
      drag.carried = carried
      event.dataTransfer?.setData('text/plain', carried.name)
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    }
    const end = () => (drag.carried = null)
    node.draggable = true
    node.addEventListener('dragstart', begin)
    node.addEventListener('dragend', end)
    return () => {
      node.removeEventListener('dragstart', begin)
      node.removeEventListener('dragend', end)
    }
  }
}

export function takes(
  may: (carried: Carried) => boolean,
  take: (carried: Carried) => void,
): Attachment<HTMLElement> {
  return (node) => {
    const over = (event: DragEvent) => {
      if (!drag.carried || !may(drag.carried)) return
      event.preventDefault()
      node.dataset.over = 'yes'
    }
    const leave = (event: DragEvent) => {
      if (!node.contains(event.relatedTarget as Node | null)) delete node.dataset.over
    }
    const drop = (event: DragEvent) => {
      const carried = drag.carried
      delete node.dataset.over
      drag.carried = null
      if (!carried || !may(carried)) return
      event.preventDefault()
      take(carried)
    }
    const handlers = { dragover: over, dragenter: over, dragleave: leave, drop } as const
    for (const [name, handler] of Object.entries(handlers))
      node.addEventListener(name, handler as EventListener)
    return () => {
      for (const [name, handler] of Object.entries(handlers))
        node.removeEventListener(name, handler as EventListener)
    }
  }
}
