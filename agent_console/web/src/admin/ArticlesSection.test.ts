// Articles: found by their words, written for queues or for all, changed on what was read, removed after a question.
import { flushSync } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import ArticlesSection from './ArticlesSection.svelte'

const row = {
  id: 'a1',
  title: 'Refunds',
  language: 'en',
  tags: ['money'],
  queues: ['sales'],
  changed: AT,
  by: 'Sue',
}
const whole = { ...row, text: 'Within seven days.' }
const list = { articles: [row, { ...row, id: 'a2', title: 'At night', queues: [], tags: [] }] }

beforeEach(speakEnglish)

async function opened(answers: Record<string, unknown> = {}) {
  const asked = server({ 'GET /article-list': list, 'GET /articles/a1': whole, ...answers })
  const shown = show(ArticlesSection, {})
  await settled()
  return { asked, shown }
}

test('every article says for whom it is, and is looked for by its words', async () => {
  const { shown } = await opened({ 'GET /article-list?query=moon': { articles: [] } })
  expect(shown.all('article-row').map((one) => one.querySelectorAll('td')[1]!.textContent)).toEqual([
    'Sales',
    'all',
  ])
  shown.write('article-search', 'moon')
  await vi.waitFor(() => {
    flushSync()
    expect(shown.words()).toContain('Nothing found')
  })
})

test('a new article has tags and queues', async () => {
  const { asked, shown } = await opened()
  shown.press('article-new')
  shown.write('article-title', 'Returns')
  shown.write('article-text', 'By post.')
  shown.write('article-tags', 'money, post，')
  shown.press('article-queue-sales')
  shown.press('form-submit')
  await settled()
  const body = {
    title: 'Returns',
    text: 'By post.',
    language: 'en',
    queues: ['sales'],
    tags: ['money', 'post'],
  }
  expect(asked).toContainEqual(['POST', '/articles', body])
  expect(shown.find('article-title')).toBeNull()
})

test('a change is based on what was read; refused, it stays in the form, and is there again after closing', async () => {
  const sentence = 'Adam changed this article meanwhile.'
  const { asked, shown } = await opened({ 'PUT /articles/a1': refusal(409, sentence) })
  shown.all('article-change')[0]!.click()
  await settled()
  shown.write('article-text', 'Within ten days.')
  shown.press('form-submit')
  await settled()
  expect(asked.find(([method]) => method === 'PUT')![2]).toMatchObject({
    based_on: AT,
    text: 'Within ten days.',
  })
  expect(shown.find('form-problem')!.textContent).toBe(sentence)
  shown.target.querySelector<HTMLButtonElement>('dialog header button')!.click()
  flushSync()
  shown.all('article-change')[0]!.click()
  await settled()
  expect((shown.find('article-text') as HTMLTextAreaElement).value).toBe('Within ten days.')
  shown.press('unsaved-drop')
  expect((shown.find('article-text') as HTMLTextAreaElement).value).toBe('Within seven days.')
})

test('an article is removed once that is confirmed', async () => {
  const { asked, shown } = await opened()
  shown.all('article-remove')[0]!.click()
  flushSync()
  expect(shown.words()).toContain('Remove Refunds?')
  shown.press('form-submit')
  await settled()
  expect(asked.some(([method, path]) => method === 'DELETE' && path === '/articles/a1')).toBe(true)
})
