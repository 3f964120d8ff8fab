// The switch asks once more, and the banner says who threw it.
import { flushSync } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import { emergency } from './emergency.svelte'
import EmergencyBanner from './EmergencyBanner.svelte'
import EmergencySwitch from './EmergencySwitch.svelte'

const open = { closed: false, text: null, by: null, since: null }
const closed = { closed: true, text: { en: 'Fire alarm.' }, by: 'Sue', since: AT }

beforeEach(() => {
  speakEnglish()
  emergency.now = open
  HTMLDialogElement.prototype.showModal ??= () => {}
})

async function turn(target: HTMLElement): Promise<void> {
  target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  flushSync()
}

test('one press asks, a second one closes, with what callers hear', async () => {
  const asked: [string, unknown][] = []
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked.push([init.method ?? '', init.body ? JSON.parse(String(init.body)) : null])
    return new Response(JSON.stringify(init.method === 'POST' ? closed : open), { status: 200 })
  })
  const banner = show(EmergencyBanner, {})
  const shown = show(EmergencySwitch, { changed: () => {} })
  expect(banner.find('emergency-banner')).toBeNull()
  shown.press('emergency-ask')
  expect(asked).toEqual([])
  shown.write('emergency-en', 'Fire alarm.')
  shown.write('emergency-zh', ' ')
  await turn(shown.target)
  expect(asked).toEqual([['POST', { text: { en: 'Fire alarm.' } }]])
  expect(banner.words()).toContain('Closed by Sue')

  shown.press('emergency-ask')
  await turn(shown.target)
  expect(asked.at(-1)![0]).toBe('DELETE')
  expect(banner.find('emergency-banner')).toBeNull()
})

test('a refusal stays in the window', async () => {
  vi.stubGlobal(
    'fetch',
    async () => new Response('{"error":{"code":"x","message":"Not now."}}', { status: 503 }),
  )
  const shown = show(EmergencySwitch, { changed: () => {} })
  shown.press('emergency-ask')
  await turn(shown.target)
  expect(shown.words()).toContain('Not now.')
})
