// Queues and skills of an agent, edited as checkboxes and levels; what is taken away is said.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queue, support } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import AgentEditor from './AgentEditor.svelte'

const lin = { name: 'Lin', queues: ['sales'], skills: { french: 3, chess: 7 }, order: { sales: 2 } }
const jane = { name: 'Jane', queues: [], skills: { german: 1 }, order: {} }
const known = {
  'GET /agents': {
    agents: [
      { id: '1001', version: 4, settings: lin },
      { id: '1002', version: 1, settings: jane },
    ],
  },
}

beforeEach(() => {
  speakEnglish()
  HTMLDialogElement.prototype.showModal ??= () => {}
})

let closed = 0
async function editor() {
  closed = 0
  const props = { id: '1001', name: 'Lin', queues: [queue, support], onclose: () => void closed++ }
  const shown = show(AgentEditor, props)
  await settled()
  const select = (testid: string, value: string) => {
    const list = shown.find(testid) as HTMLSelectElement
    list.value = value
    list.dispatchEvent(new Event('change', { bubbles: true }))
    flushSync()
  }
  const save = async () => {
    shown.target
      .querySelector('form')!
      .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await settled()
  }
  return { shown, select, save }
}

test('queues are checked and skills get levels, known ones and new ones', async () => {
  const asked = server(known)
  const { shown, select, save } = await editor()
  shown.press('editor-queue-sales')
  shown.press('editor-queue-support')
  select('skill-french', '0')
  select('skill-german', '5')
  shown.write('skill-new', ' billing ')
  shown.press('skill-add')
  await save()
  expect(asked.at(-1)).toEqual([
    'PATCH',
    '/agents/1001',
    {
      version: 4,
      settings: {
        queues: ['support'],
        skills: { chess: 7, german: 5, billing: 1, french: null },
        order: { sales: null },
      },
    },
  ])
  expect(closed).toBe(1)
})

test('a level that a program set higher can be seen', async () => {
  server(known)
  const { shown } = await editor()
  expect((shown.find('skill-chess') as HTMLSelectElement).value).toBe('7')
})

test('a refusal stays in the window', async () => {
  server({ ...known, 'PATCH /agents/1001': refusal(409, 'Somebody changed the agent meanwhile.') })
  const { shown, save } = await editor()
  await save()
  expect(shown.words()).toContain('Somebody changed the agent meanwhile.')
  expect(closed).toBe(0)
})
