// Beside the desk: the tabs of a call and of the time between calls, one's own chat, and the raised hand.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { viewElsewhere } from '../desk/elsewhere'
import { live } from '../live/live.svelte'
import { beforeFirstSnapshot } from '../live/reduce'
import { notice } from '../notice.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, desk, ringingCall, supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { DeskCall } from '../wire'
import type { AgentChat, RecentCall } from '../wire_work'
import { beside } from './beside.svelte'
import HandButton from './HandButton.svelte'
import SidePanel from './SidePanel.svelte'

const quiet: AgentChat = {
  agent: '1001',
  name: 'Lin',
  lines: [],
  unread_by_agent: 0,
  unread_by_supervisors: 0,
  hand_since: null,
}
const said: AgentChat = {
  ...quiet,
  lines: [{ at: AT, by: 'Sue', side: 'supervisor', text: 'Offer the larger one.' }],
  unread_by_agent: 2,
}
const step = { id: 'greet', text: { en: 'Good day.' }, fields: [], branches: [], answers: {} }
const script = { id: 's', name: { en: 'Sales' }, gone: 0, step }
const answered: DeskCall = { ...ringingCall, stage: 'talking', answered_at: AT, script }
const viewOf = (call: DeskCall) =>
  viewElsewhere({ ...desk, phone: { ...desk.phone, kind: 'desk' }, call }, 'open', '')

function hear(chat: AgentChat) {
  live.state = { ...beforeFirstSnapshot, link: 'open', chats: { '1001': chat } }
  flushSync()
}
function panel(call: DeskCall | null) {
  const shown = show(SidePanel, { view: call && viewOf(call) })
  const tabs = () => [...shown.target.querySelectorAll<HTMLElement>('[role=tab]')]
  const words = () => tabs().map((tab) => tab.textContent.replace(/\s+/g, ' ').trim())
  const open = async (name: string) => {
    tabs()
      .find((tab) => tab.textContent.includes(name))!
      .click()
    await settled()
  }
  const chosen = () => shown.target.querySelector('[role=tab][aria-selected=true]')!.textContent.trim()
  return { ...shown, tabs: words, open, chosen }
}

beforeEach(() => {
  speakEnglish()
  notice.clear()
  presence.user = { ...supervisor, role: 'agent', agent: '1001' }
  beside.show('tasks', null)
  hear(quiet)
})
afterEach(() => {
  live.state = beforeFirstSnapshot
  presence.user = null
  vi.unstubAllGlobals()
})

test('between calls there are tasks, recent calls, knowledge and chat, of which one is open', async () => {
  const recent: RecentCall = {
    call: 'c7',
    direction: 'outbound',
    arrived_at: AT,
    outcome: 'answered',
    disposition: null,
    talk_s: 61,
    number: '+8613800138007',
    display: '138 0013 8007',
    customer: null,
    queue: 'sales',
  }
  server({ 'GET /agent/calls': { calls: [recent] }, 'GET /articles?query=': { articles: [] } })
  const shown = panel(null)
  expect(shown.tabs()).toEqual(['Tasks', 'Recent calls', 'Knowledge', 'Chat'])
  expect(shown.chosen()).toBe('Tasks')
  await shown.open('Recent')
  await vi.waitFor(() => expect(shown.words()).toContain('138 0013 8007'))
  await shown.open('Knowledge')
  expect(shown.chosen()).toBe('Knowledge')
  expect(shown.words(), 'only one part is open').not.toContain('138 0013 8007')
})

test('a call begins with who calls, and once it is answered with its script', async () => {
  server()
  const rings = panel(ringingCall)
  expect(rings.tabs()).toEqual(['Customer', 'Script', 'Knowledge', 'Tasks', 'Chat'])
  expect(rings.chosen()).toBe('Customer')
  expect(rings.words()).toContain('Prefers the morning.')
  const talks = panel(answered)
  expect(talks.chosen()).toBe('Script')
  await vi.waitFor(() => expect(talks.find('script-step')!.textContent).toBe('Good day.'))
  await talks.open('Customer')
  expect(talks.words()).toContain('Prefers the morning.')
})

test('what was chosen for one call is not kept for the next', async () => {
  server()
  await panel(ringingCall).open('Tasks')
  expect(panel(ringingCall).chosen()).toBe('Tasks')
  expect(panel({ ...ringingCall, id: 'c9' }).chosen()).toBe('Customer')
})

test('what was not read is counted at the tab, and is read once the chat is open', async () => {
  const asked = server()
  hear(said)
  const shown = panel(null)
  expect(shown.tabs().at(-1)).toMatch(/^Chat ?2/)
  expect(asked).not.toContainEqual(['POST', '/agent/chat/seen', undefined])
  await shown.open('Chat')
  await vi.waitFor(() => expect(shown.find('chat-line')!.textContent).toContain('Offer the larger one.'))
  expect(asked).toContainEqual(['POST', '/agent/chat/seen', undefined])
  hear({ ...said, unread_by_agent: 0 })
  expect(shown.tabs().at(-1)).toBe('Chat')
})

test('what I write goes to the supervisors; what was refused is said, and stays', async () => {
  const answers: Record<string, unknown> = {}
  const asked = server(answers)
  const shown = panel(null)
  await shown.open('Chat')
  const send = async () => {
    shown.write('chat-text', ' Please help. ')
    shown
      .find('chat-text')!
      .closest('form')!
      .dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
    await settled()
    return (shown.find('chat-text') as HTMLInputElement).value
  }
  await vi.waitFor(() => expect(shown.find('chat')).not.toBeNull())
  expect(await send()).toBe('')
  expect(asked).toContainEqual(['POST', '/agent/chat', { text: 'Please help.' }])
  answers['POST /agent/chat'] = refusal(429, 'Wait a moment.')
  expect(await send()).toBe(' Please help. ')
  expect(notice.sentence).toBe('Wait a moment.')
})

test('a hand goes up, is seen to be up, and is taken down', async () => {
  const asked = server()
  const shown = show(HandButton, {})
  const hand = shown.find('hand')!
  expect([hand.getAttribute('aria-pressed'), hand.title]).toEqual(['false', 'Raise your hand'])
  shown.press('hand')
  await settled()
  hear({ ...quiet, hand_since: AT })
  expect(hand.getAttribute('aria-pressed')).toBe('true')
  expect(hand.textContent).toContain('Hand up')
  shown.press('hand')
  await settled()
  expect(asked).toEqual([
    ['PUT', '/agent/hand', { raised: true }],
    ['PUT', '/agent/hand', { raised: false }],
  ])
})
