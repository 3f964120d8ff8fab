// The language now spoken, and t() for everything on a page. Logged in, the choice is the user's own;
// otherwise this browser remembers it.
import type { Bilingual, Language } from '../wire'
import { languageOf, text, type Holes, type Key } from './text'

const STORED_AS = 'switchroom.language'

class Speech {
  language = $state<Language>(languageOf(localStorage.getItem(STORED_AS), navigator.language))

  speak(language: Language): void {
    this.language = language
    localStorage.setItem(STORED_AS, language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }
}

export const speech = new Speech()
document.documentElement.lang = speech.language === 'zh' ? 'zh-CN' : 'en'

export function t(key: Key, holes?: Holes): string {
  return text(speech.language, key, holes)
}

export function named(name: Bilingual | undefined, fallback = ''): string {
  return name?.[speech.language] || name?.en || fallback
}
