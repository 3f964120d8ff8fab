// A table of agents is looked at before it is taken; with one wrong line it cannot be.
import { beforeEach, expect, test } from 'vitest'
import { flushSync } from 'svelte'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import StaffTable from './StaffTable.svelte'

beforeEach(speakEnglish)

const plan = {
  lines: 2,
  changes: [
    { line: 2, agent: '1001', new: false, changes: [{ field: 'name', before: 'Lin', after: 'Linh' }] },
    { line: 3, agent: '1003', new: true, changes: [] },
  ],
  problems: [],
  applied: false,
}

async function chosen(answer: unknown) {
  const asked = server({ 'POST /staff': answer })
  let changed = 0
  const shown = show(StaffTable, { changed: () => (changed += 1) })
  const input = shown.find('staff-file') as HTMLInputElement
  const file = new File(['id,name\n1001,Linh\n'], 'agents.csv')
  Object.defineProperty(input, 'files', { value: [file] })
  input.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
  await settled()
  return { asked, shown, count: () => changed }
}

test('what would change is shown, and then done', async () => {
  const { asked, shown, count } = await chosen(plan)
  expect(asked[0]![2]).toEqual({ text: 'id,name\n1001,Linh\n', apply: false })
  expect(shown.find('staff-changes')!.textContent).toContain('name: Lin → Linh')
  expect(shown.find('staff-changes')!.textContent).toContain('new')
  expect(count()).toBe(0)
  server({ 'POST /staff': { ...plan, applied: true } })
  shown.press('staff-apply')
  await settled()
  expect(shown.find('staff-done')!.textContent.trim()).toBe('2 agents changed.')
  expect(count()).toBe(1)
})

test('a wrong line is told by its number, and nothing can be done', async () => {
  const problems = [{ line: 7, sentence: 'skills has 3; write names with numbers.' }]
  const { shown } = await chosen({ ...plan, changes: [], problems })
  expect(shown.find('staff-problems')!.textContent).toContain('Line 7 skills has 3')
  expect(shown.find('staff-apply')).toBeNull()
})

test('a table that changes nothing says so', async () => {
  const { shown } = await chosen({ ...plan, changes: [] })
  expect(shown.find('staff-same')!.textContent).toBe('Nothing would change.')
})
