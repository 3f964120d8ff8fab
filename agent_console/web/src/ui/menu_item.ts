// What a menu offers: something to do, or a further list.

export interface MenuItem {
  id: string
  label: string
  hint?: string
  danger?: boolean
  act?: () => void
  items?: MenuItem[]
}

// Where a list of a given size goes so that all of it is seen: below its button, or above it.
export function placed(
  button: { top: number; bottom: number; right: number },
  size: { width: number; height: number },
  window: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.max(8, Math.min(button.right - size.width, window.width - size.width - 8))
  const below = button.bottom + 4
  const fits = below + size.height + 8 <= window.height
  return { left, top: fits ? below : Math.max(8, button.top - size.height - 4) }
}

export function put(list: HTMLElement, button: HTMLElement): void {
  const window = { width: innerWidth, height: innerHeight }
  const { left, top } = placed(button.getBoundingClientRect(), list.getBoundingClientRect(), window)
  list.style.left = `${left}px`
  list.style.top = `${top}px`
}

// Where a key leads among so many items, from one of them (-1: none); null if it leads nowhere.
export function ledTo(key: string, at: number, items: number): number | null {
  if (!items) return null
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % items
    case 'ArrowUp':
      return (Math.max(at, 0) - 1 + items) % items
    case 'Home':
      return 0
    case 'End':
      return items - 1
    default:
      return null
  }
}
