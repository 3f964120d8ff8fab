// What an event of the journal says besides its kind and time, in one line.
import type { CallEvent } from '../wire'

const said = new Set(['position', 'at', 'kind', 'call'])

export function details(event: CallEvent): string {
  return Object.entries(event)
    .filter(([name, value]) => !said.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${shown(value)}`)
    .join(' · ')
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
