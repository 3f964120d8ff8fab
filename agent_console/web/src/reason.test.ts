// A reason the server gave by itself must read as words, not as an identifier.
import { expect, test } from 'vitest'
import { speech } from './language/language.svelte'
import { reasonName } from './reason'

const own = [{ id: 'lunch', name: { zh: '午餐', en: 'Lunch' }, paid: false, kind: 'break' }]

test('own words, the server’s words, and an unknown id as it is', () => {
  speech.language = 'en'
  expect(reasonName(own, 'lunch')).toBe('Lunch')
  expect(reasonName(own, 'no_answer')).toBe('Did not answer')
  expect(reasonName(own, 'moon')).toBe('moon')
  expect(reasonName(own, null)).toBe('')
})
