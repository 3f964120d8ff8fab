// The whole console: the door, the page that the address names, and what is not theirs to open.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import App from './App.svelte'
import { wall } from './board/wall.svelte'
import { agentDesk } from './desk/desk.svelte'
import { onCall } from './desk/on_call.svelte'
import { notice } from './notice.svelte'
import { emergency } from './queues/emergency.svelte'
import { route } from './route.svelte'
import { presence } from './session.svelte'
import { speakEnglish } from './test/catalogue'
import { AT, board, desk, emergency as open, ringingCall, supervisor } from './test/examples'
import { liveServer } from './test/live_server'
import { show } from './test/mount'
import { refusal, server } from './test/server'
import type { User } from './wire'

const lin: User = { ...supervisor, id: 'u1', username: 'lin', name: 'Lin', role: 'agent', agent: '1001' }
// A page is loaded when it is opened first, which a busy computer does slowly.
const until = (check: () => void) =>
  vi.waitFor(
    () => {
      flushSync()
      check()
    },
    { timeout: 4000 },
  )

function app(path: string, user: User | null, answers: Record<string, unknown> = {}) {
  route.go(path, true)
  const asked = server({
    'GET /session': user ? { user, csrf: 'x' } : refusal(401, 'Log in first.'),
    'GET /catalogue': presence.catalogue,
    'GET /emergency': open,
    'GET /phone': refusal(403, 'No telephone is set up for you.'),
    'GET /tasks': { tasks: [], callbacks: [] },
    'GET /reports/today/intervals?minutes=30': { timezone: 'UTC', minutes: 30, intervals: [] },
    'GET /customers?query=&limit=20': { customers: [] },
    ...answers,
  })
  const from = liveServer()
  return { ...show(App, {}), asked, from }
}

// What a page asks while it is taken down is still answered by the server of its test.
beforeEach(() => {
  vi.unstubAllGlobals()
  speakEnglish()
  notice.clear()
  presence.stage = 'asking'
  presence.user = null
  emergency.now = null
  wall.turn(false)
})
afterEach(() => {
  agentDesk.line.close('silently')
  onCall.active = false
})

test('whoever is not logged in stands at the door; a wrong password is said there', async () => {
  const shown = app('/board', null, { 'POST /session': refusal(401, 'Name or password is wrong.') })
  await until(() => expect(shown.find('login-submit')).not.toBeNull())
  expect(shown.find('user-name')).toBeNull()
  shown.write('login-username', 'sue')
  shown.write('login-password', 'wrong')
  shown
    .find('login-submit')!
    .closest('form')!
    .dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await until(() => expect(shown.find('login-problem')!.textContent).toBe('Name or password is wrong.'))
})

test('a supervisor logs in and is on the page that was asked for', async () => {
  const shown = app('/board', null, { 'POST /session': { user: supervisor, csrf: 'x' } })
  await until(() => expect(shown.find('login-submit')).not.toBeNull())
  shown.write('login-username', 'sue')
  shown.write('login-password', 'right')
  shown
    .find('login-submit')!
    .closest('form')!
    .dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await until(() => expect(shown.find('board-live')).not.toBeNull())
  shown.from.begin({ board })
  expect(shown.find('queue-sales')).not.toBeNull()
  expect(shown.find('user-name')!.textContent).toBe('Sue')
  expect(shown.find('nav-board')!.getAttribute('aria-current')).toBe('page')
  expect(document.title).toBe('Board · Switchroom')
})

test('an unknown address leads home', async () => {
  const shown = app('/nowhere', supervisor)
  await until(() => expect(shown.find('board-live')).not.toBeNull())
  expect(location.pathname).toBe('/board')
})

test('an agent who opens the board is at the desk', async () => {
  const shown = app('/board', lin)
  await until(() => expect(shown.from.purposes()).toEqual(['desk']))
  shown.from.begin({ desk })
  expect(location.pathname).toBe('/desk')
  expect(shown.find('state-name')!.textContent).toBe('Ready')
  expect(shown.find('nav-board')).toBeNull()
  expect(
    shown.asked.map(([, path]) => path),
    'an agent asks nothing that is not theirs',
  ).not.toContain('/emergency')
})

test('administration and a customer are named by the rest of the address', async () => {
  const shown = app('/admin/roles', supervisor, {
    'GET /roles': { permissions: ['calls.answer'], roles: [] },
    'GET /customers/k9': refusal(404, 'There is no such customer.'),
  })
  await until(() => expect(shown.find('roles')!.textContent).toContain('calls.answer'))
  route.go('/customers/k9')
  await until(() => expect(shown.asked.map(([, path]) => path)).toContain('/customers/k9'))
  expect(document.title).toBe('Customers · Switchroom')
})

test('above every page: the site that is closed, the call one is in, what was refused', async () => {
  const closed = { ...open, closed: true, by: 'Sue', since: AT }
  const shown = app('/customers', lin)
  await until(() => expect(shown.find('user-name')).not.toBeNull())
  expect(shown.find('emergency-banner')).toBeNull()
  emergency.now = closed
  onCall.active = true
  notice.say('That did not work.')
  flushSync()
  expect(shown.find('emergency-banner')!.textContent).toContain('Closed by Sue')
  expect(shown.words()).toContain('You are in a call. Back to the desk')
  expect((shown.find('log-out') as HTMLButtonElement).disabled).toBe(true)
  expect(shown.find('notice')!.textContent).toContain('That did not work.')
})

test('the board on a wall has no bar above it', async () => {
  const shown = app('/board', supervisor)
  await until(() => expect(shown.find('board-big')).not.toBeNull())
  shown.from.begin({ board })
  shown.press('board-big')
  expect(shown.find('user-name')).toBeNull()
  expect(shown.find('big-sales')).not.toBeNull()
})

test('who is logged out by somebody else is told by whom, at the door', async () => {
  const shown = app('/desk', lin)
  await until(() => expect(shown.from.purposes()).toEqual(['desk']))
  shown.from.begin({ desk: { ...desk, call: ringingCall } })
  shown.from.tell({ type: 'logged_out', by: 'Sue' })
  expect(shown.find('login-out-by')!.textContent.trim()).toBe('Sue logged you out.')
  expect(shown.find('state-name')).toBeNull()
})

test('the telephone for callers asks nobody who they are, and says where there is none', async () => {
  const shown = app('/phone', null, { 'GET /guest-phone': refusal(404, 'Switched off.') })
  await until(() => expect(shown.words()).toContain('The telephone in the browser is switched off here.'))
  expect(shown.asked.map(([, path]) => path)).toEqual(['/guest-phone'])
  expect(shown.find('login-submit')).toBeNull()
})
