// Administration as a page: what each role finds there, and the parts that are only read: roles, flows, prompts, trunks.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server } from '../test/server'
import type { FlowView, PromptView, RolesView, TrunkRow } from '../wire_admin'
import AdminPage from './AdminPage.svelte'

const roles: RolesView = {
  permissions: ['calls.answer', 'users.manage'],
  roles: [
    { role: 'agent', permissions: ['calls.answer'] },
    { role: 'administrator', permissions: ['calls.answer', 'users.manage'] },
  ],
}
const menu = { name: 'menu', kind: 'Menu', leads_to: { 1: 'queue' }, text: { en: 'Press one.' }, details: {} }
const into = {
  name: 'queue',
  kind: 'Queue',
  leads_to: {},
  text: {},
  details: { queue: 'sales', patience: 20 },
}
const flow: FlowView = { name: 'main', start: 'menu', language: 'en', nodes: [menu, into], problem: '' }
const prompt: PromptView = { id: 'p1', language: 'en', text: 'Press one for sales.', spoken: true }
const unspoken: PromptView = { id: 'p2', language: 'zh', text: '请稍候', spoken: false }
const trunk: TrunkRow = { id: 'city', reachable: true, registered: null, seen: true, calls: 2, said: '' }

function page(section: string | null, answers: Record<string, unknown> = {}) {
  const asked = server(answers)
  return { ...show(AdminPage, { section }), asked }
}
const until = (check: () => void) =>
  vi.waitFor(() => {
    flushSync()
    check()
  })

beforeEach(() => {
  speakEnglish()
  notice.clear()
  presence.user = supervisor
})
afterEach(() => {
  presence.user = null
  vi.unstubAllGlobals()
})

test('a supervisor finds neither users nor tokens, and is not led there by an address', async () => {
  const shown = page('users', { 'GET /roles': roles })
  expect(shown.find('admin-users')).toBeNull()
  expect(shown.find('admin-tokens')).toBeNull()
  expect(shown.find('admin-roles')!.getAttribute('aria-current')).toBe('page')
  expect(shown.find('admin-trunks')!.getAttribute('href')).toBe('/admin/trunks')
  await until(() => expect(shown.find('roles')).not.toBeNull())
  expect(shown.asked.map(([, path]) => path)).toEqual(['/roles'])
})

test('an administrator begins with the users', async () => {
  presence.user = { ...supervisor, role: 'administrator' }
  const shown = page(null, { 'GET /users': { users: [] } })
  expect(shown.target.querySelector('h1')!.textContent).toBe('Users')
  await until(() => expect(shown.find('user-new')).not.toBeNull())
  expect(shown.find('admin-webhooks')).not.toBeNull()
})

test('each permission says which role may', async () => {
  const shown = page('roles', { 'GET /roles': roles })
  await until(() => expect(shown.find('roles')).not.toBeNull())
  const rows = [...shown.find('roles')!.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent.trim()),
  )
  expect(rows).toEqual([
    ['Permission', 'Agent', 'Administrator'],
    ['calls.answer', '✓ May', '✓ May'],
    ['users.manage', 'may not', '✓ May'],
  ])
})

test('a flow shows where each node leads, and what is wrong with its file', async () => {
  const broken = { ...flow, name: 'night', problem: 'Line 3: node menu leads to sails.' }
  const shown = page('flows', { 'GET /flows': { flows: [flow, broken] } })
  await until(() => expect(shown.find('flow-main')).not.toBeNull())
  const right = shown.find('flow-main')!
  expect(right.textContent).toContain('The file of the flow is right.')
  const row = (name: string) => right.querySelector(`[data-testid=node-${name}]`)!.textContent
  expect(row('menu')).toMatch(/menu\s+\(start\).*1 → queue.*Press one\./s)
  expect(row('queue')).toMatch(/→ sales.*waited for up to 20 s/s)
  expect(row('queue')).not.toContain('(start)')
  const wrong = shown.find('flow-night')!.querySelector('[role=alert]')!
  expect(wrong.textContent).toContain('Line 3: node menu leads to sails.')
  expect(shown.find('flow-text'), 'another file can be tried out').not.toBeNull()
})

test('prompts are searched by what they say, and what is spoken can be heard', async () => {
  const played: string[] = []
  const stopped: string[] = []
  class Audio {
    constructor(readonly source: string) {}
    play = () => Promise.resolve(played.push(this.source))
    pause = () => stopped.push(this.source)
  }
  vi.stubGlobal('Audio', Audio)
  const shown = page('prompts', { 'GET /prompts': { prompts: [prompt, { ...prompt, id: 'p3' }, unspoken] } })
  await until(() => expect(shown.find('prompts')!.textContent).toContain('请稍候'))
  const rows = () => [...shown.find('prompts')!.querySelectorAll('li')]
  expect(rows()).toHaveLength(3)
  expect(rows()[2]!.querySelector('button'), 'nothing to hear yet').toBeNull()
  expect(rows()[2]!.textContent).toContain('not spoken yet')
  rows()[0]!.querySelector('button')!.click()
  rows()[1]!.querySelector('button')!.click()
  expect(played).toEqual(['/api/v1/prompts/p1/audio', '/api/v1/prompts/p3/audio'])
  expect(stopped, 'one at a time').toEqual(['/api/v1/prompts/p1/audio'])
  shown.write('prompt-search', ' PRESS ')
  expect(rows()).toHaveLength(2)
  shown.write('prompt-search', 'nothing like it')
  expect(shown.find('prompts')!.textContent.trim()).toBe('–')
})

test('the trunks are shown as they were last seen', async () => {
  const lost = { ...trunk, id: 'sea', reachable: false }
  const shown = page('trunks', { 'GET /trunks': { trunks: [trunk, lost] } })
  await until(() => expect(shown.find('trunk-city')).not.toBeNull())
  expect(shown.find('trunk-city')!.dataset.state).toBe('ok')
  expect(shown.find('trunk-sea')!.textContent).toContain('Not reachable')
})

test.each(['roles', 'flows', 'prompts', 'trunks'])('%s that cannot be read are said', async (section) => {
  page(section, { [`GET /${section}`]: refusal(503, 'The exchange is away.') })
  await until(() => expect(notice.sentence).toBe('The exchange is away.'))
})
