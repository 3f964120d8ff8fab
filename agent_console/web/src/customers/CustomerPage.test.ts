// One customer: who it is, what to know, what happened, and what was said; a note is added, the customer is changed.
import { flushSync } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { customer } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { Customer, Interaction } from '../wire'
import CustomerPage from './CustomerPage.svelte'

const first = customer.timeline[0]!
const called: Interaction = {
  ...{ ...first, id: 'i2', direction: 'outbound', queue: 'gone', wait_s: 0, hold_s: 20, disposition: 'sold' },
  ...{
    fields: { size: 'l', colour: 'teal' },
    note: '',
    recording: null,
    agent: { id: '1002', name: 'Jane' },
  },
  quality: { mos: 4.21, mos_min: 3.5 } as Interaction['quality'],
}
const lost: Interaction = { ...first, id: 'i3', outcome: 'eaten_by_a_whale', agent: null, disposition: null }
const sizes = [{ id: 'l', name: { en: 'Large' } }]
const known: Customer = { ...customer, email: 'fang@example.com', timeline: [called, first, lost] }

async function page(answers: Record<string, unknown>) {
  const asked = server(answers)
  const shown = show(CustomerPage, { id: 'k1' })
  await settled()
  const items = shown.all('timeline-item').map((each) => each.textContent.replace(/\s+/g, ' ').trim())
  return { ...shown, asked, items }
}

beforeEach(() => {
  speakEnglish()
  notice.clear()
  presence.catalogue.dispositions.push({
    ...{ id: 'sold', name: { en: 'Sold' }, key: '2' },
    fields: [
      { id: 'size', name: { en: 'Size' }, type: 'choice', required: false, choices: sizes },
      { id: 'colour', name: { en: 'Colour' }, type: 'text', required: false, choices: [] },
    ],
  })
})

test('who it is and what to know', async () => {
  const { find, target } = await page({ 'GET /customers/k1': known })
  expect(find('customer-name')!.textContent.replace(/\s+/g, ' ').trim()).toBe('Wang Fang VIP')
  const facts = [...target.querySelectorAll('dd')].map((each) => each.textContent.replace(/\s+/g, ' ').trim())
  expect(facts).toEqual(['+8613800138001 mobile', 'Blue Harbour', 'fang@example.com', 'Lin', '中文'])
  expect(find('customer-owner')!.textContent).toBe('Lin')
  expect(find('customer-note')!.textContent).toContain('Prefers the morning.')
})

test('of whom little is known, little is shown', async () => {
  const bare = { company: null, owner: null, language: null, note: '', vip: false }
  const { find, target, words } = await page({
    'GET /customers/k1': { ...customer, ...bare, numbers: [], timeline: [] },
  })
  expect(find('customer-name')!.textContent.trim()).toBe('Wang Fang')
  expect(target.querySelectorAll('dd')).toHaveLength(1)
  expect(find('customer-note')).toBeNull()
  expect(words()).toContain('No earlier contact.')
})

test('what happened: how it ended, where, with whom, how long, what was filled in and written', async () => {
  const { items } = await page({ 'GET /customers/k1': known })
  expect(items).toHaveLength(3)
  expect(items[0]).toMatch(/^Answered Sold /)
  expect(items[0]).toContain('gone · with Jane · talked 1:35 · on hold 0:20 · line 4.2 (worst 3.5)')
  expect(items[0]).toContain('Size: Large · Colour: teal')
  expect(items[1]).toContain('Sales · with Lin · waited 0:08 · talked 1:35')
  expect(items[1]).toContain('Asked about the invoice.')
  expect(items[2]).toMatch(/^eaten_by_a_whale/)
})

test('a recording is fetched only when it is played; it pauses, is sped up, and is wound', async () => {
  const { find, target, press } = await page({ 'GET /customers/k1': customer })
  const audio = target.querySelector('audio')!
  expect(audio.getAttribute('src')).toBe('/api/v1/recordings/r1/audio')
  expect(audio.preload).toBe('none')
  const play = find('recording-play')!
  expect(play.getAttribute('aria-label')).toBe('Play the recording')
  press('recording-play')
  await settled()
  expect(audio.paused).toBe(false)
  expect(play.getAttribute('aria-label')).toBe('Pause')
  press('recording-play')
  expect(audio.paused).toBe(true)
  const rate = target.querySelector<HTMLElement>('.rate')!
  const heard = [1, 2, 3].map(() => {
    rate.click()
    flushSync()
    return [audio.playbackRate, rate.getAttribute('aria-label')]
  })
  expect(heard).toEqual([
    [1.5, 'Speed 1.5×'],
    [2, 'Speed 2×'],
    [1, 'Speed 1×'],
  ])
  const place = target.querySelector<HTMLInputElement>('input[type="range"]')!
  place.value = '61'
  place.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  expect(audio.currentTime).toBe(61)
  expect(place.getAttribute('aria-valuetext')).toBe('1:01')
  expect(find('recording-player')!.textContent).toContain('1:01 / 1:35')
})

test('a recording that cannot be played says so, and may be tried again', async () => {
  const { find, target, press } = await page({ 'GET /customers/k1': customer })
  const play = vi.spyOn(target.querySelector('audio')!, 'play').mockRejectedValue(new Error('NotSupported'))
  press('recording-play')
  await settled()
  expect(find('recording-player')!.querySelector('[role="alert"]')!.textContent).toBe(
    'The recording could not be played.',
  )
  play.mockRestore()
  press('recording-play')
  await settled()
  expect(find('recording-player')!.querySelector('[role="alert"]')).toBeNull()
})

test('a note is added; one that is refused stays where it was typed', async () => {
  const answers: Record<string, unknown> = {
    'GET /customers/k1': customer,
    'POST /customers/k1/notes': refusal(422, 'A note has at most 2000 characters.'),
  }
  const { asked, find, write, target } = await page(answers)
  const submit = target.querySelector<HTMLButtonElement>('form button')!
  const note = find('customer-add-note') as HTMLTextAreaElement
  write('customer-add-note', '   ')
  expect(submit.disabled).toBe(true)
  write('customer-add-note', ' Moved to Tianjin. ')
  submit.click()
  await settled()
  expect(asked.at(-1)).toEqual(['POST', '/customers/k1/notes', { text: 'Moved to Tianjin.' }])
  expect(notice.sentence).toBe('A note has at most 2000 characters.')
  expect(note.value).toBe(' Moved to Tianjin. ')
  answers['POST /customers/k1/notes'] = { ...customer, note: 'Moved to Tianjin.' }
  submit.click()
  await settled()
  expect(find('customer-note')!.textContent).toContain('Moved to Tianjin.')
  expect(note.value).toBe('')
})

test('the customer is changed', async () => {
  const changed = { ...customer, name: 'Wang Fangfang' }
  const { asked, find, press, write, target } = await page({
    'GET /customers/k1': customer,
    'PATCH /customers/k1': changed,
  })
  press('customer-edit')
  expect((find('customer-form-name') as HTMLInputElement).value).toBe('Wang Fang')
  write('customer-form-name', 'Wang Fangfang')
  press('customer-form-submit')
  await settled()
  expect(asked.at(-1)).toMatchObject(['PATCH', '/customers/k1', { name: 'Wang Fangfang', owner: '1001' }])
  expect(find('customer-name')!.textContent).toContain('Wang Fangfang')
  expect(target.querySelector('dialog')).toBeNull()
})

test('who is not there is said to be missing; any other refusal is read as it is', async () => {
  const missing = await page({ 'GET /customers/k1': refusal(404, 'not found') })
  expect(missing.words()).toContain('There is no such customer.')
  const refused = await page({ 'GET /customers/k1': refusal(403, 'Customers are not for this account.') })
  expect(refused.words()).toContain('Customers are not for this account.')
})
