// Who may open which page, and where each person starts.
import type { Page } from './route.svelte'
import type { User } from './wire'

export function pagesFor(user: User): Page[] {
  const desk: Page[] = user.agent ? ['desk'] : []
  return user.role === 'agent'
    ? [...desk, 'callbacks', 'customers']
    : [...desk, 'board', 'report', 'staffing', 'queues', 'callbacks', 'customers', 'audit', 'film', 'admin']
}

export function homeOf(user: User): string {
  return user.role === 'agent' ? '/desk' : '/board'
}

export function mayImport(user: User): boolean {
  return user.role !== 'agent'
}

export function mayDirect(user: User | null): boolean {
  return user !== null && user.role !== 'agent'
}

export function mayCancelCallbacks(user: User): boolean {
  return user.role !== 'agent'
}

export function mayOpen(user: User, page: Page): boolean {
  if (page === 'customer') return true
  return pagesFor(user).includes(page) || (page === 'desk' && user.role === 'agent')
}
