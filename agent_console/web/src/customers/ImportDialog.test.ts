// An import: a file is chosen, sent as it was asked for, followed to its end; what is refused is read in the window.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { choose } from '../test/choose'
import { show } from '../test/mount'
import { settled } from '../test/server'
import type { CustomerImport } from '../wire'
import ImportDialog from './ImportDialog.svelte'

const running: CustomerImport = {
  ...{ id: 'm1', state: 'running', done: 1, total: 3, created: 0, updated: 0 },
  ...{ problems: [], message: null },
}
const done: CustomerImport = { ...running, state: 'done', done: 3, created: 2, updated: 1 }
let sent: FormData[]
let looks: object[]
let start: Response

beforeEach(() => {
  speakEnglish()
  sent = []
  start = Response.json({ id: 'm1' })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'GET') {
      expect(path).toBe('/api/v1/customers/imports/m1')
      return Response.json(looks.shift())
    }
    expect(path).toBe('/api/v1/customers/imports')
    sent.push(init.body as FormData)
    return start
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function dialog() {
  const onclose = vi.fn()
  const shown = show(ImportDialog, { onclose })
  const input = shown.find('import-file') as HTMLInputElement
  const submit = shown.find('import-submit') as HTMLButtonElement
  const give = () => {
    Object.defineProperty(input, 'files', {
      value: [new File(['name\nLi Na\n'], 'people.csv')],
      writable: true,
    })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    flushSync()
  }
  return { ...shown, give, submit, onclose }
}
const send = async (shown: ReturnType<typeof dialog>) => {
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await settled()
}

test('nothing can be sent before a file is chosen', async () => {
  const shown = dialog()
  expect(shown.submit.disabled).toBe(true)
  await send(shown)
  expect(sent).toEqual([])
  shown.give()
  expect(shown.submit.disabled).toBe(false)
})

test('the file goes as asked for, and its import is followed until it is done', async () => {
  looks = [running, done]
  const shown = dialog()
  shown.give()
  choose(shown.find('import-encoding'), 'gb18030')
  shown.press('import-skip-bad')
  await send(shown)
  expect((sent[0]!.get('file') as File).name).toBe('people.csv')
  expect([sent[0]!.get('encoding'), sent[0]!.get('skip_bad')]).toEqual(['gb18030', '1'])
  expect(shown.words()).toContain('Importing: 1 of 3')
  expect(shown.submit.disabled, 'one at a time').toBe(true)
  await vi.waitFor(() => expect(shown.words()).toContain('Done: 2 new, 1 updated.'), 5000)
  expect(shown.submit.disabled).toBe(false)
})

test('by default the characters are found out, and a bad line stops all: it is named', async () => {
  const problems = [{ line: 2, problem: 'There is no name.' }]
  looks = [{ ...running, state: 'refused', problems }]
  const shown = dialog()
  shown.give()
  await send(shown)
  expect([...sent[0]!.keys()]).toEqual(['file'])
  expect(shown.words()).toContain('Nothing was imported.')
  expect(shown.find('import-problem')!.textContent.replace(/\s+/g, ' ').trim()).toBe(
    'Line 2 There is no name.',
  )
})

test('a file the server does not take is refused in one sentence, and may be sent again', async () => {
  const error = { code: 'too_large', message: 'The file is larger than 10 MB; send it in parts.' }
  start = Response.json({ error }, { status: 413 })
  const shown = dialog()
  shown.give()
  await send(shown)
  expect(shown.target.querySelector('[role="alert"]')!.textContent).toBe(error.message)
  expect(shown.find('import-progress')).toBeNull()
  expect(shown.submit.disabled).toBe(false)
})
