// The phone I log in with, and what this browser remembers of it. A number is told only to whoever writes the name it
// belongs to: the next one at this desk does not read my mobile's.
import type { LoginPhone } from '../wire'

export type Kind = LoginPhone['phone']
export const KINDS: Kind[] = ['usual', 'browser', 'desk', 'number']
// What the server says of a phone that cannot be had, once name and password were right.
export const ABOUT_PHONE = new Set(['no_desk_phone', 'no_number'])

const KEY = 'switchroom.login-phone'

interface Remembered {
  phone: Kind
  number: string
  name: string
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

function remembered(): Remembered | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Remembered> | null
    if (!found?.phone || !KINDS.includes(found.phone)) return null
    return { phone: found.phone, number: String(found.number ?? ''), name: String(found.name ?? '') }
  } catch {
    return null
  }
}

export const lastKind = (): Kind => remembered()?.phone ?? 'usual'

export function lastNumber(name: string): string {
  const last = remembered()
  return last && same(last.name, name) ? last.number : ''
}

export function remember(name: string, { phone, number }: LoginPhone): void {
  localStorage.setItem(KEY, JSON.stringify({ phone, number, name: name.trim() }))
}
