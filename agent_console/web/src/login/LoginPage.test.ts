// The door: a wrong password is explained and the name stays.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import LoginPage from './LoginPage.svelte'

beforeEach(() => {
  speakEnglish()
  presence.stage = 'out'
})
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

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

const session = {
  user: { id: 'u1', username: 'lin', name: 'Lin', role: 'agent', language: 'en', agent: '1001' },
  csrf: 'x',
}
const catalogue = { company: '', queues: [], agents: [], not_ready_reasons: [], dispositions: [] }
const open = { 'POST /session': session, 'GET /catalogue': catalogue }
const phoneRefused = (code: string, message: string) =>
  new Response(JSON.stringify({ error: { code, message } }), { status: 409 })

function door(name = 'lin') {
  const shown = show(LoginPage, {})
  shown.write('login-username', name)
  shown.write('login-password', 'right')
  const chosen = () => (shown.find('login-phone') as HTMLSelectElement).value
  const choose = (kind: string) => {
    const select = shown.find('login-phone') as HTMLSelectElement
    select.value = kind
    select.dispatchEvent(new Event('change', { bubbles: true }))
    flushSync()
  }
  const submit = async () => {
    shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
    await settled()
  }
  return { ...shown, chosen, choose, submit }
}

test('the phone of the settings is what nobody chose; what was chosen last is chosen next time', async () => {
  const asked = server(open)
  const first = door()
  expect(first.chosen()).toBe('usual')
  first.choose('number')
  first.write('login-number', '+8613900139000')
  await first.submit()
  const phone = { phone: 'number', number: '+8613900139000' }
  expect(asked[0]).toEqual(['POST', '/session', { username: 'lin', password: 'right', phone }])
  presence.stage = 'out'
  flushSync()
  const next = door('LIN')
  expect(next.chosen()).toBe('number')
  expect((next.find('login-number') as HTMLInputElement).value).toBe('+8613900139000')
})

test('the number of one is not told to another who writes a name here', async () => {
  server(open)
  const first = door()
  first.choose('number')
  first.write('login-number', '+8613900139000')
  await first.submit()
  presence.stage = 'out'
  flushSync()
  expect((door('ben').find('login-number') as HTMLInputElement).value).toBe('')
})

test('a phone that cannot be had is explained, and the browser is one press away', async () => {
  const asked = server({ ...open, 'POST /session': phoneRefused('no_desk_phone', 'You have no desk phone.') })
  const shown = door()
  shown.choose('desk')
  await shown.submit()
  expect(shown.find('login-problem')?.textContent).toBe('You have no desk phone.')
  expect((shown.find('login-password') as HTMLInputElement).value).toBe('right')
  expect(document.activeElement).toBe(shown.find('login-with-browser'))
  shown.press('login-with-browser')
  await settled()
  expect(asked.at(-1)?.[2]).toMatchObject({ password: 'right', phone: { phone: 'browser', number: '' } })
  expect(shown.chosen(), 'what was wished for is still what is wished for').toBe('desk')
})
