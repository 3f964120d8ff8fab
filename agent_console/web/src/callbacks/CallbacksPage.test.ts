// The page: what is open is shown, a new one is asked for, and a supervisor cancels after being asked.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import type { User } from '../wire'
import CallbacksPage from './CallbacksPage.svelte'

const asked: { method: string; path: string; body: unknown }[] = []
const callback = {
  id: 'b1',
  queue: 'sales',
  number: '+8613800138001',
  display: '138 0013 8001',
  name: '',
  note: '',
  customer: null,
  by: 'caller',
  state: 'in_line',
  outcome: '',
  call: 'b1-t1',
  asked_at: AT,
  since: AT,
  not_before: null,
  not_after: null,
  skills: [],
  attempts: 0,
  next_try: null,
  order: 1,
  merged: false,
}
const settled = async () => {
  await new Promise((resolve) => setTimeout(resolve, 20))
  flushSync()
}
function logIn(role: User['role']) {
  presence.user = { id: 'u', username: 'sue', name: 'Sue', role, language: 'en', agent: null }
}

beforeEach(() => {
  speakEnglish()
  asked.length = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? ''
    asked.push({ method, path, body: init.body ? JSON.parse(String(init.body)) : null })
    if (method === 'DELETE') return new Response(null, { status: 204 })
    if (method === 'POST') return new Response(JSON.stringify(callback), { status: 201 })
    const found = path.includes('closed') ? [] : [callback]
    return new Response(JSON.stringify({ callbacks: found }), { status: 200 })
  })
})
afterEach(() => {
  presence.user = null
  vi.unstubAllGlobals()
})

test('open ones are listed, and those that are over are one key away', async () => {
  logIn('agent')
  const shown = show(CallbacksPage, {})
  await settled()
  expect(shown.all('callback-row')).toHaveLength(1)
  expect(shown.find('callback-cancel'), 'an agent cancels nothing').toBeNull()
  shown.press('callbacks-closed')
  await settled()
  expect(shown.find('callbacks-empty')).not.toBeNull()
})

test('one is asked for with what was typed', async () => {
  logIn('agent')
  const shown = show(CallbacksPage, {})
  await settled()
  shown.press('callback-ask')
  shown.write('callback-number', '13800138001')
  shown.target
    .querySelector('form')!
    .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await settled()
  expect(asked).toContainEqual({
    method: 'POST',
    path: '/api/v1/callbacks',
    body: { queue: 'sales', number: '13800138001' },
  })
  expect(shown.find('callback-told')!.textContent).toContain('138 0013 8001')
  expect(shown.find('callback-number')).toBeNull()
})

test('a supervisor cancels after being asked', async () => {
  logIn('supervisor')
  const shown = show(CallbacksPage, {})
  await settled()
  shown.press('callback-cancel')
  expect(asked.some((one) => one.method === 'DELETE')).toBe(false)
  shown.press('callback-cancel-sure')
  await settled()
  expect(asked).toContainEqual({ method: 'DELETE', path: '/api/v1/callbacks/b1', body: null })
})
