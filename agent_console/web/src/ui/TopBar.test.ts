// The bar: the pages of who is logged in, the other language, and the way out.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onCall } from '../desk/on_call.svelte'
import { speech } from '../language/language.svelte'
import { notice } from '../notice.svelte'
import { route } from '../route.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { User } from '../wire'
import TopBar from './TopBar.svelte'

const lin: User = { ...supervisor, id: 'u1', name: 'Lin', role: 'agent', agent: '1001' }

function bar(user: User) {
  presence.user = user
  presence.stage = 'in'
  const shown = show(TopBar, {})
  const pages = () => [...shown.target.querySelectorAll('nav a')].map((link) => link.textContent)
  return { ...shown, pages }
}

beforeEach(() => {
  speakEnglish()
  notice.clear()
})
afterEach(() => {
  presence.user = null
  presence.stage = 'asking'
  onCall.active = false
  route.go('/')
})

test('an agent has few pages, a supervisor all, and a desk is for those who take calls', () => {
  expect(bar(lin).pages()).toEqual(['Desk', 'Callbacks', 'Customers'])
  const { find, pages, words } = bar(supervisor)
  expect(pages()).not.toContain('Desk')
  expect(pages()).toEqual(
    expect.arrayContaining(['Board', 'Report', 'Staffing', 'Queues', 'Audit', 'Film', 'Admin']),
  )
  expect(find('user-name')!.textContent).toBe('Sue')
  expect(words()).toContain('Blue Harbour')
  expect(find('nav-report')!.getAttribute('href')).toBe('/report')
})

test('the page one is at is marked, and a customer belongs to the customers', () => {
  const { target } = bar(supervisor)
  const current = () => [...target.querySelectorAll('[aria-current="page"]')].map((link) => link.textContent)
  route.go('/report')
  flushSync()
  expect(current()).toEqual(['Report'])
  route.go('/customers/k1')
  flushSync()
  expect(current()).toEqual(['Customers'])
})

test('the other language is one press away, and is kept for the user', async () => {
  const chinese: User = { ...lin, language: 'zh' }
  const asked = server({ 'PATCH /session': { user: chinese, csrf: 't' } })
  const { find, press, pages } = bar(lin)
  expect([find('language')!.textContent, find('language')!.lang]).toEqual(['中文', 'zh'])
  press('language')
  await settled()
  expect(asked).toEqual([['PATCH', '/session', { language: 'zh' }]])
  expect([speech.language, presence.user!.language]).toEqual(['zh', 'zh'])
  expect(document.documentElement.lang).toBe('zh-CN')
  expect(pages()).not.toContain('Desk')
  expect([find('language')!.textContent, find('language')!.lang]).toEqual(['English', 'en'])
})

test('a language that could not be kept is spoken all the same, and why is said', async () => {
  server({ 'PATCH /session': refusal(503, 'The server is being restarted.') })
  bar(lin).press('language')
  await settled()
  expect(speech.language).toBe('zh')
  expect(notice.sentence).toBe('The server is being restarted.')
})

test('who logs out is out, and at the start', async () => {
  const asked = server()
  const { press } = bar(lin)
  route.go('/customers')
  press('log-out')
  await settled()
  expect(asked).toEqual([['DELETE', '/session', undefined]])
  expect([presence.user, presence.stage, route.path]).toEqual([null, 'out', '/'])
})

test('nobody logs out in the middle of a call', () => {
  const { find } = bar(lin)
  const out = find('log-out') as HTMLButtonElement
  expect([out.disabled, out.title]).toEqual([false, ''])
  onCall.active = true
  flushSync()
  expect([out.disabled, out.title]).toEqual([true, 'Finish the call first'])
})
