// Sentences with holes, filled: pure, so that it can be tested without a page.
import type { Language } from '../wire'
import { en } from './en'
import { zh } from './zh'

export type Key = keyof typeof en
export type Holes = Record<string, string | number>

export const sentences: Record<Language, Record<Key, string>> = { en, zh }

export function text(language: Language, key: Key, holes: Holes = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in holes ? String(holes[name]) : whole,
  )
}

export function isKey(key: string): key is Key {
  return key in en
}

export function languageOf(stored: string | null, browser: string): Language {
  if (stored === 'zh' || stored === 'en') return stored
  return browser.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
