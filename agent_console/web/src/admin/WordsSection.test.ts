// Reasons and dispositions are moved, made and removed.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import WordsSection from './WordsSection.svelte'

const words = {
  words: [
    { kind: 'reason', id: 'break', name: { en: 'Break' }, paid: true, key: '' },
    { kind: 'reason', id: 'lunch', name: { en: 'Lunch' }, paid: false, key: '' },
    { kind: 'disposition', id: 'sale', name: { en: 'Sale' }, paid: true, key: '1' },
  ],
}
beforeEach(speakEnglish)

test('a word goes one place up', async () => {
  const asked = server({ 'GET /words': words, 'PUT /words/reason/lunch': words })
  const shown = show(WordsSection, {})
  await settled()
  expect((shown.find('word-reason-break-up') as HTMLButtonElement).disabled).toBe(true)
  shown.press('word-reason-lunch-up')
  await settled()
  expect(asked).toContainEqual([
    'PUT',
    '/words/reason/lunch',
    { name: { en: 'Lunch' }, paid: false, key: '', place: 0 },
  ])
})

test('a new disposition has a name in one language or in both', async () => {
  const asked = server({ 'GET /words': words, 'PUT /words/disposition/lost': words })
  const shown = show(WordsSection, {})
  await settled()
  shown.press('word-new-disposition')
  shown.write('word-id', 'lost')
  shown.write('word-en', 'Lost')
  shown.write('word-key', '2')
  shown.press('form-submit')
  await settled()
  expect(asked).toContainEqual([
    'PUT',
    '/words/disposition/lost',
    { name: { en: 'Lost' }, paid: true, key: '2' },
  ])
})

test('a word is removed once that is confirmed', async () => {
  const asked = server({ 'GET /words': words, 'DELETE /words/disposition/sale': words })
  const shown = show(WordsSection, {})
  await settled()
  shown.press('word-disposition-sale-remove')
  expect(shown.words()).toContain('Remove Sale?')
  shown.press('form-submit')
  await settled()
  expect(asked.some(([method]) => method === 'DELETE')).toBe(true)
})
