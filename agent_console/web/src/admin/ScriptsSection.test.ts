// Scripts: listed with their queues, judged while they are written, tried out, saved, and not removed while in use.
import { beforeEach, expect, test, vi } from 'vitest'
import { flushSync } from 'svelte'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { right, script, wrong } from '../test/scripts'
import { refusal, server, settled } from '../test/server'
import ScriptsSection from './ScriptsSection.svelte'

beforeEach(speakEnglish)

const second = { ...script, id: 'second', used_by: [] }
const list = { scripts: [script, second] }

async function opened(answers: Record<string, unknown>) {
  const asked = server({ 'GET /scripts': list, 'POST /script-check': right, ...answers })
  const shown = show(ScriptsSection, {})
  await settled()
  return { asked, shown }
}

test('each script says whose calls it leads, and who is before it', async () => {
  const { shown } = await opened({})
  expect(shown.find('script-sales-queues')!.textContent.trim()).toBe('Sales')
  expect(shown.find('script-second-queues')!.textContent).toContain('Sales: led by sales already')
})

test('what is wrong is told with its line, which is gone to, and nothing is saved', async () => {
  const { asked, shown } = await opened({ 'POST /script-check': wrong })
  shown.press('script-sales-change')
  await settled()
  expect(shown.find('faults')!.textContent).toContain('Line 2 · step greet')
  expect(shown.find('script-preview')!.textContent).toContain('as soon as nothing is wrong')
  shown.press('fault-0')
  const area = shown.find('script-text') as HTMLTextAreaElement
  expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe('[[steps]]')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toContain('Nothing is saved yet')
  expect(asked.some(([method]) => method === 'PUT')).toBe(false)
})

test('a script is tried out as the agent will see it, and saved as the server read it', async () => {
  const { asked, shown } = await opened({ 'PUT /scripts/sales': script })
  shown.press('script-sales-change')
  await settled()
  expect(shown.find('script-step')!.textContent).toBe('Good day, Jane Example.')
  shown.press('branch-buys')
  await vi.waitFor(() => {
    flushSync()
    expect(shown.find('script-step')!.textContent).toBe('Which one?')
  })
  shown.press('script-again')
  expect(shown.find('script-step')!.dataset.step).toBe('greet')
  shown.press('form-submit')
  await settled()
  expect(asked).toContainEqual(['PUT', '/scripts/sales', { version: 3, script: right.script }])
  expect(shown.find('script-text')).toBeNull()
})

test('a form that is closed too early keeps what was written', async () => {
  const { shown } = await opened({})
  shown.press('script-new')
  await settled()
  shown.write('script-text', 'queues = []')
  shown.target.querySelector<HTMLButtonElement>('dialog header button')!.click()
  flushSync()
  shown.press('script-new')
  await settled()
  expect((shown.find('script-text') as HTMLTextAreaElement).value).toBe('queues = []')
  shown.press('unsaved-drop')
  expect((shown.find('script-text') as HTMLTextAreaElement).value).toContain('[[steps]]')
})

test('a script in use is not removed, and the reason is said', async () => {
  const sentence = 'This script leads the calls of the queue sales.'
  const { shown } = await opened({ 'DELETE /scripts/sales': refusal(409, sentence) })
  shown.press('script-sales-remove')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toBe(sentence)
})
