// Canned notes: listed with their texts, written in one language or both, with what they will read like.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import NotesSection from './NotesSection.svelte'

const notes = {
  canned_notes: [
    { id: 'n1', names: { en: 'Sent' }, texts: { en: 'Sent an offer to {customer}.' } },
    { id: 'n2', names: { zh: '回电' }, texts: { zh: '稍后回电。' } },
  ],
}
beforeEach(speakEnglish)

async function opened(answers: Record<string, unknown> = {}) {
  const asked = server({ 'GET /canned-notes': notes, ...answers })
  const shown = show(NotesSection, {})
  await settled()
  return { asked, shown }
}

test('notes are found by name and text', async () => {
  const { shown } = await opened()
  expect(shown.all('note-row')).toHaveLength(2)
  shown.write('note-search', '稍后')
  expect(shown.all('note-row')).toHaveLength(1)
  shown.write('note-search', 'moon')
  expect(shown.words()).toContain('Nothing found')
})

test('a new note in one language, shown with its placeholders filled', async () => {
  const { asked, shown } = await opened()
  shown.press('note-new')
  shown.write('note-name-en', 'Called')
  shown.write('note-text-en', 'Called {customer}.')
  expect(shown.find('note-sample-en')!.textContent).toBe('Called Jane Example.')
  expect(shown.find('note-sample-zh')).toBeNull()
  shown.press('form-submit')
  await settled()
  const body = { names: { en: 'Called' }, texts: { en: 'Called {customer}.' } }
  expect(asked).toContainEqual(['POST', '/canned-notes', body])
})

test('what is wrong is said, and what was typed stays', async () => {
  const { shown } = await opened({ 'PUT /canned-notes/n1': refusal(422, 'The text in en has {who}.') })
  shown.all('note-change')[0]!.click()
  flushSync()
  shown.write('note-text-en', '{who}')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toBe('The text in en has {who}.')
  expect((shown.find('note-text-en') as HTMLTextAreaElement).value).toBe('{who}')
})

test('a note is removed once that is confirmed', async () => {
  const { asked, shown } = await opened()
  shown.all('note-remove')[1]!.click()
  flushSync()
  expect(shown.words()).toContain('Remove 回电?')
  shown.press('form-submit')
  await settled()
  expect(asked.some(([method, path]) => method === 'DELETE' && path === '/canned-notes/n2')).toBe(true)
})
