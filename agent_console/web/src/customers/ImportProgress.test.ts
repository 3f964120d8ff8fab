// An import's progress, its end, and its problems.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import type { CustomerImport } from '../wire'
import ImportProgress from './ImportProgress.svelte'

beforeEach(speakEnglish)
const running: CustomerImport = {
  id: 'm1',
  state: 'running',
  done: 40,
  total: 200,
  created: 0,
  updated: 0,
  problems: [],
  message: null,
}

test('running shows how far', () => {
  const shown = show(ImportProgress, { progress: running })
  expect(shown.words()).toContain('40 of 200')
  expect(shown.target.querySelector('progress')!.value).toBe(40)
})

test('done says what it did and what it could not', () => {
  const problems = [{ line: 4, problem: 'No number.' }]
  const shown = show(ImportProgress, { progress: { ...running, state: 'done', created: 3, problems } })
  expect(shown.words()).toContain('3 new, 0 updated')
  expect(shown.all('import-problem').map((line) => line.textContent.trim())).toEqual(['Line 4 No number.'])
})

test('refused says that nothing happened, and why', () => {
  const progress = { ...running, state: 'refused' as const, message: 'There is no heading line.' }
  expect(show(ImportProgress, { progress }).words()).toContain(
    'Nothing was imported. There is no heading line.',
  )
})
