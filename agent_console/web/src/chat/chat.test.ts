// A chat from either side, and the hands that are up.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { live } from '../live/live.svelte'
import { beforeFirstSnapshot } from '../live/reduce'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import type { AgentChat } from '../wire_work'
import AgentChatButton from './AgentChatButton.svelte'
import ChatPanel from './ChatPanel.svelte'
import RaisedHands from './RaisedHands.svelte'

const chat: AgentChat = {
  agent: '1001',
  name: 'Lin',
  lines: [{ at: AT, by: 'Lin', side: 'agent', text: 'A refund?' }],
  unread_by_agent: 0,
  unread_by_supervisors: 2,
  hand_since: AT,
}
const server = vi.fn<typeof fetch>()

beforeEach(() => {
  speakEnglish()
  server.mockReset()
  server.mockImplementation(() => Promise.resolve(new Response(null, { status: 204 })))
  vi.stubGlobal('fetch', server)
  live.state = { ...beforeFirstSnapshot, chats: { '1001': chat } }
})
afterEach(() => vi.unstubAllGlobals())

test('what is said is sent and the field emptied; what could not be sent stays', async () => {
  const say = vi.fn(() => Promise.resolve(false))
  const seen = vi.fn()
  const shown = show(ChatPanel, {
    lines: chat.lines,
    unread: 1,
    side: 'agent' as const,
    label: 'L',
    say,
    seen,
  })
  expect(seen).toHaveBeenCalledOnce()
  const field = shown.find('chat-text') as HTMLInputElement
  const send = async () => {
    shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
    await vi.waitFor(() => {
      flushSync()
      expect(shown.find('chat-send')!.textContent).toBe('Send')
    })
  }
  shown.write('chat-text', ' Yes ')
  await send()
  expect(say).toHaveBeenCalledWith('Yes')
  expect(field.value).toBe(' Yes ')
  say.mockImplementation(() => Promise.resolve(true))
  await send()
  await vi.waitFor(() => expect(field.value).toBe(''))
})

test('on the board a hand and what is unread are seen, and the hand can be taken down', () => {
  const shown = show(AgentChatButton, { agent: '1001', name: 'Lin' })
  expect(shown.find('chat-1001')!.textContent).toContain('2 unread')
  shown.press('hand-1001')
  expect([server.mock.calls[0]![0], server.mock.calls[0]![1]!.method]).toEqual([
    '/api/v1/agents/1001/hand',
    'DELETE',
  ])
})

test('an agent with whom nobody spoke has a button and nothing else', () => {
  live.state = beforeFirstSnapshot
  const shown = show(AgentChatButton, { agent: '1002', name: 'Jane' })
  expect(shown.find('hand-1002')).toBeNull()
  expect(shown.find('chat-1002')!.textContent.trim()).toBe('Chat with Jane')
})

test('who asks for help is said, the one who has waited longest first', () => {
  const later = { ...chat, agent: '1002', name: 'Jane', hand_since: '2026-11-21T09:00:00.000Z' }
  live.state = {
    ...live.state,
    chats: { '1002': later, '1001': chat, '1003': { ...chat, hand_since: null } },
  }
  expect(show(RaisedHands, {}).words()).toBe('Lin asks for helpJane asks for help')
})
