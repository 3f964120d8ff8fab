// One agent's queues with their order, and skills with their levels: only what changed is sent, nothing is lost.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import AgentsSection from './AgentsSection.svelte'

const settings = {
  name: 'Lin',
  queues: ['sales', 'support'],
  skills: { billing: 3, chinese: 5 },
  order: { support: 2 },
  phone: '',
  capacity: 1,
  weight: 1,
  auto_answer: false,
  calls_at_once: 1,
}
const lin = { id: '1001', version: 4, settings }

beforeEach(() => {
  speakEnglish()
  presence.catalogue.queues.push({ id: 'support', name: { en: 'Support' } })
})

async function opened(answers: Record<string, unknown> = {}) {
  const queues = presence.catalogue
  const asked = server({ 'GET /agents': { agents: [lin] }, 'GET /catalogue': queues, ...answers })
  const shown = show(AgentsSection, {})
  await settled()
  shown.press('staff-1001-change')
  return { asked, shown }
}
function choose(input: HTMLElement | null, value: string) {
  ;(input as HTMLSelectElement).value = value
  input!.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
}

test('only what was changed is sent; what was taken away is said', async () => {
  const { asked, shown } = await opened()
  expect((shown.find('agent-form-order-support') as HTMLInputElement).value).toBe('2')
  shown.write('agent-form-order-sales', '3')
  shown.press('agent-form-queue-support')
  expect(shown.find('agent-form-order-support')).toBeNull()
  choose(shown.find('skill-billing'), '0')
  choose(shown.find('skill-chinese'), '4')
  shown.press('form-submit')
  await settled()
  const change = {
    queues: ['sales'],
    skills: { billing: null, chinese: 4 },
    order: { sales: 3, support: null },
  }
  expect(asked).toContainEqual(['PATCH', '/agents/1001', { version: 4, settings: change }])
  expect(shown.find('agent-form-name')).toBeNull()
})

test('somebody else was faster: theirs is loaded, mine is kept, and can be saved', async () => {
  const theirs = { ...lin, version: 5, settings: { ...settings, phone: 'sip:1001@192.0.2.7' } }
  const { shown } = await opened({
    'PATCH /agents/1001': refusal(409, 'Somebody changed the agent.'),
    'GET /agents/1001': theirs,
  })
  shown.write('agent-form-order-sales', '3')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toContain('yours are kept')
  expect((shown.find('agent-form-phone') as HTMLInputElement).value).toBe('sip:1001@192.0.2.7')
  const asked = server({ 'GET /agents': { agents: [theirs] }, 'GET /catalogue': presence.catalogue })
  shown.press('form-submit')
  await settled()
  expect(asked[0]).toEqual(['PATCH', '/agents/1001', { version: 5, settings: { order: { sales: 3 } } }])
})

test('a skill that is typed and not yet added is not lost', async () => {
  const { asked, shown } = await opened()
  shown.write('skill-new', 'french')
  shown.find('skill-new')!.dispatchEvent(new Event('blur'))
  flushSync()
  shown.press('form-submit')
  await settled()
  expect(asked).toContainEqual(['PATCH', '/agents/1001', { version: 4, settings: { skills: { french: 1 } } }])
})
