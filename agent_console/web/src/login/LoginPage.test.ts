// The door: a wrong password is explained and the name stays.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import LoginPage from './LoginPage.svelte'

beforeEach(() => {
  speakEnglish()
  presence.stage = 'out'
})
afterEach(() => void vi.unstubAllGlobals())

test('a refusal is shown in the server’s words', async () => {
  const message = 'Name or password is wrong.'
  const refusal = () => new Response(JSON.stringify({ error: { code: 'wrong', message } }), { status: 401 })
  vi.stubGlobal('fetch', () => Promise.resolve(refusal()))
  const shown = show(LoginPage, {})
  shown.write('login-username', 'lin')
  shown.write('login-password', 'nope')
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await vi.waitFor(() => {
    flushSync()
    expect(shown.find('login-problem')?.textContent).toBe(message)
  })
  expect((shown.find('login-username') as HTMLInputElement).value).toBe('lin')
  expect((shown.find('login-password') as HTMLInputElement).value).toBe('')
})

test('the other language is one press away', () => {
  const shown = show(LoginPage, {})
  shown.press('language')
  expect(shown.words()).toContain('登录')
})

test('who was logged out by somebody else is told by whom', () => {
  presence.putOut('Sue')
  flushSync()
  expect(show(LoginPage, {}).find('login-out-by')?.textContent.trim()).toBe('Sue logged you out.')
  presence.outBy = ''
})
