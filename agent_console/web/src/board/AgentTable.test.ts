// The agents' table: state by name, with whom, and what has gone missing.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { agent, queue } from '../test/examples'
import { show } from '../test/mount'
import AgentTable from './AgentTable.svelte'

beforeEach(speakEnglish)

test('who talks with whom', () => {
  const shown = show(AgentTable, { agents: [agent], queues: [queue] })
  expect(shown.find('agent-1001-state')?.textContent).toBe('In a call')
  expect(shown.find('agent-1001')?.textContent).toContain('Wang Fang')
})

test('why someone is not ready', () => {
  const away = { ...agent, state: 'not_ready' as const, reason: 'lunch', call: null }
  expect(show(AgentTable, { agents: [away], queues: [] }).words()).toContain('Lunch')
})

test('a lost phone and a closed console are said, except of those who are logged out', () => {
  const lost = { ...agent, phone_reachable: false }
  expect(show(AgentTable, { agents: [lost], queues: [] }).words()).toContain('Phone not reachable')
  const closed = { ...lost, console_alive: false }
  expect(show(AgentTable, { agents: [closed], queues: [] }).words()).toContain('Console closed')
  const home = { ...closed, state: 'logged_out' as const }
  expect(show(AgentTable, { agents: [home], queues: [] }).words()).not.toContain('Console closed')
})
