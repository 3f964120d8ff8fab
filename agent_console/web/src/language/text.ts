// Sentences with holes, filled: pure, so that it can be tested without a page. What every page says and what the desk
// says is here from the beginning; what only supervisors read is learnt with their pages (supervising.ts).
import type { Language } from '../wire'
import { en as consoleEn } from './en/console'
import { en as deskEn } from './en/desk'
import type { en as floorEn } from './en/floor'
import type { en as officeEn } from './en/office'
import { zh as consoleZh } from './zh/console'
import { zh as deskZh } from './zh/desk'

type Begun = keyof typeof consoleEn | keyof typeof deskEn
export type Learnt = keyof typeof floorEn | keyof typeof officeEn
export type Key = Begun | Learnt
export type Holes = Record<string, string | number>
type Sentences = Record<Begun, string> & Partial<Record<Learnt, string>>

const sentences: Record<Language, Sentences> = {
  en: { ...consoleEn, ...deskEn },
  zh: { ...consoleZh, ...deskZh },
}

export function learn(more: Record<Language, Record<Learnt, string>>): void {
  Object.assign(sentences.en, more.en)
  Object.assign(sentences.zh, more.zh)
}

export function text(language: Language, key: Key, holes: Holes = {}): string {
  const sentence: string = sentences[language][key] ?? key
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in holes ? String(holes[name]) : whole,
  )
}

export function isKey(key: string): key is Key {
  return key in sentences.en
}

export function languageOf(stored: string | null, browser: string): Language {
  if (stored === 'zh' || stored === 'en') return stored
  return browser.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
