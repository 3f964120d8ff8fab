// What can be administered, and by whom: a supervisor sees what a supervisor may.
import type { User } from '../wire'

export const sections = [
  'users',
  'roles',
  'agents',
  'words',
  'scripts',
  'articles',
  'notes',
  'flows',
  'prompts',
  'trunks',
  'tokens',
  'webhooks',
] as const
export type Section = (typeof sections)[number]

const ADMINISTRATORS: Section[] = ['users', 'tokens', 'webhooks']

export function sectionsFor(user: User): Section[] {
  return sections.filter((one) => user.role === 'administrator' || !ADMINISTRATORS.includes(one))
}

export function sectionOf(user: User, wanted: string | null): Section {
  const open = sectionsFor(user)
  return open.find((one) => one === wanted) ?? open[0]!
}
