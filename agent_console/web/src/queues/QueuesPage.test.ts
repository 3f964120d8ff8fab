// The page of the queues: one is chosen and edited with its history beside it, made, removed; and the site's one switch.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, emergency as open, queueDocument, supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { QueueSettings } from '../wire_settings'
import { emergency } from './emergency.svelte'
import QueuesPage from './QueuesPage.svelte'

const sales: QueueSettings = { id: 'sales', version: 3, open: true, settings: queueDocument }
const named = (id: string, en: string): QueueSettings => ({
  ...sales,
  id,
  version: 1,
  settings: { ...queueDocument, names: { en } },
})
const support = { ...named('support', 'Support'), open: false }
const versions = [{ version: 3, at: AT, by: 'Sue', changes: [{ field: 'threshold', before: 30, after: 20 }] }]

async function page(answers: Record<string, unknown> = {}) {
  const asked = server({
    'GET /queues': { queues: [sales, support] },
    'GET /emergency': open,
    'GET /queues/sales/history': { versions },
    'GET /queues/support/history': { versions: [] },
    'GET /catalogue': presence.catalogue,
    ...answers,
  })
  const shown = show(QueuesPage, {})
  await settled()
  const submit = async (inside: string) => {
    const form = shown.find(inside)!.closest('form')!
    form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await settled()
  }
  const chosen = () =>
    [...shown.target.querySelectorAll<HTMLElement>('ul [aria-pressed=true]')].map((one) => one.dataset.testid)
  return { shown, asked, submit, chosen }
}

beforeEach(() => {
  speakEnglish()
  notice.clear()
  presence.user = supervisor
  HTMLDialogElement.prototype.showModal ??= () => {}
})
afterEach(() => {
  presence.user = null
  emergency.now = null
  vi.unstubAllGlobals()
})

test('every queue with whether it takes calls; the first is open for editing, another is one press away', async () => {
  const { shown, asked, chosen } = await page()
  expect(shown.find('queue-sales-state')!.textContent.trim()).toBe('Open')
  expect(shown.find('queue-support-state')!.textContent.trim()).toBe('Closed')
  expect(chosen()).toEqual(['queue-sales'])
  expect(shown.find('queue-version')!.textContent).toContain('Sue')
  shown.press('queue-support')
  await settled()
  expect(shown.find('queue-version')).toBeNull()
  expect(chosen()).toEqual(['queue-support'])
  expect(asked.map(([, path]) => path)).toContain('/queues/support/history')
  expect(shown.target.querySelector('form')!.getAttribute('aria-label')).toContain('support')
})

test('a queue that cannot be read is said', async () => {
  const { shown } = await page({ 'GET /queues': refusal(503, 'The database is away.') })
  expect(notice.sentence).toBe('The database is away.')
  expect(shown.find('queue-save')).toBeNull()
})

test('what is saved is in the list at once, and its history is read anew', async () => {
  const settings = { ...queueDocument, ring_seconds: 15, strategy: 'round-robin' }
  const { shown, asked, submit } = await page({ 'PATCH /queues/sales': { ...sales, version: 4, settings } })
  const reads = () => asked.filter(([, path]) => path === '/queues/sales/history').length
  shown.write('queue-ring_seconds', '15')
  await submit('queue-save')
  expect(asked).toContainEqual(['PATCH', '/queues/sales', { version: 3, settings: { ring_seconds: 15 } }])
  expect(shown.find('queue-sales')!.textContent).toContain('In turn')
  expect(reads()).toBe(2)
})

test('a new queue that is refused: the sentence is in its window, and what was typed stays', async () => {
  const { shown, submit, chosen } = await page({
    'POST /queues': refusal(409, 'There is a queue sales already.'),
  })
  shown.press('queue-new')
  shown.write('queue-new-id', 'sales')
  await submit('queue-new-id')
  expect(shown.find('form-problem')!.textContent).toBe('There is a queue sales already.')
  expect((shown.find('queue-new-id') as HTMLInputElement).value).toBe('sales')
  expect(chosen()).toEqual(['queue-sales'])
})

test('a new queue is made, listed and chosen', async () => {
  const made = named('vip', 'Very important')
  const { shown, asked, submit, chosen } = await page({
    'POST /queues': made,
    'GET /queues/vip/history': { versions: [] },
  })
  shown.press('queue-new')
  shown.write('queue-new-id', 'vip')
  shown.write('queue-new-en', 'Very important')
  await submit('queue-new-id')
  expect(asked).toContainEqual([
    'POST',
    '/queues',
    { id: 'vip', settings: { names: { en: 'Very important' } } },
  ])
  expect(shown.find('queue-new-id')).toBeNull()
  expect(shown.find('queue-vip')!.textContent).toContain('Very important')
  expect(chosen()).toEqual(['queue-vip'])
})

test('a queue that is removed leaves the list, and the next one is shown', async () => {
  const { shown, asked, submit, chosen } = await page()
  shown.press('queue-remove')
  await submit('form-submit')
  expect(asked.map(([method, path]) => `${method} ${path}`)).toContain('DELETE /queues/sales?version=3')
  expect(shown.find('queue-sales')).toBeNull()
  expect(chosen()).toEqual(['queue-support'])
})

test('the site is closed with what callers hear, and the queues are read anew', async () => {
  const { shown, asked, submit } = await page({ 'POST /emergency': { ...open, closed: true } })
  const reads = () => asked.filter(([, path]) => path === '/queues').length
  shown.press('emergency-ask')
  shown.write('emergency-zh', ' ')
  shown.write('emergency-en', 'Fire drill.')
  await submit('emergency-turn')
  expect(asked).toContainEqual(['POST', '/emergency', { text: { en: 'Fire drill.' } }])
  expect(reads()).toBe(2)
})
