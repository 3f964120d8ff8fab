// A canned note as it goes into a note: its placeholders filled, put in at the cursor. Pure.
import type { CannedNote } from '../wire_work'
import type { Language } from '../wire'

export interface Filling {
  customer: string
  agent: string
  date: string
}

export function filled(note: CannedNote, language: Language, filling: Filling): string {
  const text = note.texts[language] ?? note.texts.en ?? Object.values(note.texts)[0] ?? ''
  return text.replace(/\{(customer|agent|date)\}/g, (_, name: keyof Filling) => filling[name])
}

export function inserted(
  text: string,
  from: number,
  to: number,
  what: string,
): { text: string; cursor: number } {
  const before = text.slice(0, from)
  const apart = before && !/\s$/.test(before) ? ' ' : ''
  return { text: before + apart + what + text.slice(to), cursor: from + apart.length + what.length }
}

// A slash opens the menu where a word begins; within one (and/or) it is a slash.
export function opensMenu(key: string, text: string, cursor: number): boolean {
  return key === '/' && (cursor === 0 || /\s/.test(text[cursor - 1]!))
}
