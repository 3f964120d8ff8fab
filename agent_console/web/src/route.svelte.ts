// Which page the address names, and going to another one without loading everything anew.

export type Page =
  | 'home'
  | 'desk'
  | 'board'
  | 'report'
  | 'staffing'
  | 'queues'
  | 'audit'
  | 'admin'
  | 'film'
  | 'callbacks'
  | 'customers'
  | 'customer'
  | 'phone'

export function pageOf(path: string): { page: Page; id: string | null } {
  const [first = '', second] = path.split('/').filter(Boolean)
  if (first === 'customers' && second) return { page: 'customer', id: decodeURIComponent(second) }
  if (first === 'admin') return { page: 'admin', id: second ? decodeURIComponent(second) : null }
  const name = first.replace(/\.html$/, '')
  const known: Page[] = [
    'desk',
    'board',
    'report',
    'staffing',
    'queues',
    'audit',
    'film',
    'callbacks',
    'customers',
    'phone',
  ]
  return { page: known.find((page) => page === name) ?? 'home', id: null }
}

class Route {
  path = $state(location.pathname)
  readonly current = $derived(pageOf(this.path))

  go(path: string, replace = false): void {
    if (path === this.path) return
    history[replace ? 'replaceState' : 'pushState'](null, '', path)
    this.path = path
    scrollTo(0, 0)
  }

  // Links stay real links (a middle click opens a tab); a plain click on a page of ours stays in this one.
  follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = (event.target as Element | null)?.closest?.('a[data-page]')
    const path = link?.getAttribute('href')
    if (!path) return
    event.preventDefault()
    this.go(path)
  }

  listen(): void {
    addEventListener('popstate', () => (this.path = location.pathname))
    addEventListener('click', (event) => this.follow(event))
  }
}

export const route = new Route()
