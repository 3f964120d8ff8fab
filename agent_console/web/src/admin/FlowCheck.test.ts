// A flow's file that is not in place: pasted or chosen, judged as a whole, and shown.
import { flushSync } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { server } from '../test/server'
import FlowCheck from './FlowCheck.svelte'

const node = { name: 'menu', kind: 'Menu', leads_to: { 1: 'sales' }, text: { en: 'Press one.' }, details: {} }
const flow = { name: 'new', start: 'menu', language: 'en', nodes: [node], problem: '' }
const wrong = { flow, problems: [{ line: 2, node: 'menu', sentence: 'Node menu leads to sails.' }] }

beforeEach(speakEnglish)
const until = (check: () => void) =>
  vi.waitFor(() => {
    flushSync()
    check()
  })

test('everything wrong is told with line and node, and what can be read is shown', async () => {
  const asked = server({ 'POST /flow-check': wrong })
  const shown = show(FlowCheck, {})
  shown.write('flow-text', 'start = "menu"\n[nodes.menu]\n')
  await until(() => expect(shown.find('fault-0')!.textContent).toBe('Line 2 · node menu'))
  expect(asked).toEqual([
    ['POST', '/flow-check', { text: 'start = "menu"\n[nodes.menu]\n', name: 'flow.toml' }],
  ])
  expect(shown.find('flow-tried')!.textContent).toContain('1 → sales')
  shown.press('fault-0')
  const area = shown.find('flow-text') as HTMLTextAreaElement
  expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe('[nodes.menu]')
  shown.write('flow-text', '')
  await until(() => expect(shown.find('flow-tried')).toBeNull())
})

test('a file is chosen', async () => {
  const asked = server({ 'POST /flow-check': { flow, problems: [] } })
  const shown = show(FlowCheck, {})
  const input = shown.find('flow-file') as HTMLInputElement
  Object.defineProperty(input, 'files', { value: [new File(['start = "menu"'], 'night.toml')] })
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await until(() => expect(shown.find('faults')!.textContent).toContain('Nothing is wrong'))
  expect(asked[0]![2]).toEqual({ text: 'start = "menu"', name: 'night.toml' })
})
