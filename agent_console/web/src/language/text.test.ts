// Both languages say the same things, with the same holes.
import { expect, test } from 'vitest'
import { en, zh } from '../test/words'
import './supervising'
import { languageOf, text } from './text'

const holes = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

test('both languages have the same keys', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
})

test('no sentence is empty, and each has the same holes in both', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(zh[key], key).not.toBe('')
    expect(holes(zh[key]), key).toEqual(holes(en[key]))
  }
})

test('Chinese sentences are Chinese', () => {
  const untranslated = (Object.keys(en) as (keyof typeof en)[]).filter(
    (key) => zh[key] === en[key] && !['product', 'none', 'report.behind'].includes(key),
  )
  expect(untranslated).toEqual([])
})

test('holes are filled; an unknown hole stays visible', () => {
  expect(text('en', 'import.done', { created: 2, updated: 3 })).toBe('Done: 2 new, 3 updated.')
  expect(text('en', 'import.line')).toBe('Line {line}')
})

test('the stored language wins over the browser’s', () => {
  expect(languageOf('en', 'zh-CN')).toBe('en')
  expect(languageOf(null, 'zh-Hans')).toBe('zh')
  expect(languageOf('fr', 'de')).toBe('en')
})
