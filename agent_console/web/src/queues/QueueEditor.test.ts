// Editing a queue: only what changed is sent, and two people who save at once both keep their changes.
import { flushSync } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { queueDocument } from '../test/examples'
import { show } from '../test/mount'
import type { QueueSettings } from '../wire_settings'
import QueueEditor from './QueueEditor.svelte'

const queue: QueueSettings = { id: 'sales', version: 3, open: true, settings: queueDocument }
const asked: { method: string; path: string; body: unknown }[] = []

function answers(...bodies: [number, unknown][]): void {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ method: init.method ?? '', path, body: init.body ? JSON.parse(String(init.body)) : null })
    const [status, body] = bodies.shift()!
    return new Response(JSON.stringify(body), { status })
  })
}
async function submit(target: HTMLElement): Promise<void> {
  target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  flushSync()
}

beforeEach(() => {
  speakEnglish()
  asked.length = 0
})

test('nothing to save until something is changed; then only that is sent', async () => {
  const saved: QueueSettings[] = []
  const shown = show(QueueEditor, { queue, saved: (one: QueueSettings) => saved.push(one) })
  expect((shown.find('queue-save') as HTMLButtonElement).disabled).toBe(true)
  shown.write('queue-ring_seconds', '15')
  expect((shown.find('queue-save') as HTMLButtonElement).disabled).toBe(false)
  const newest = { ...queue, version: 4, settings: { ...queueDocument, ring_seconds: 15 } }
  answers([200, newest])
  await submit(shown.target)
  expect(asked).toEqual([
    { method: 'PATCH', path: '/api/v1/queues/sales', body: { version: 3, settings: { ring_seconds: 15 } } },
  ])
  expect(saved).toEqual([newest])
  expect(shown.find('queue-told')!.textContent).toContain('in force')
})

test('a refusal is said, and what was typed stays', async () => {
  const shown = show(QueueEditor, { queue, saved: () => {} })
  shown.write('queue-music', '../etc')
  answers([422, { error: { code: 'invalid', message: "music is '../etc'; write letters." } }])
  await submit(shown.target)
  expect(shown.find('queue-problem')!.textContent).toBe("music is '../etc'; write letters.")
  expect((shown.find('queue-music') as HTMLInputElement).value).toBe('../etc')
})

test('somebody else was faster: theirs is loaded, mine is kept, and the next save is based on theirs', async () => {
  const shown = show(QueueEditor, { queue, saved: () => {} })
  shown.write('queue-ring_seconds', '15')
  const theirs = { ...queue, version: 4, settings: { ...queueDocument, threshold: 99 } }
  answers([409, { error: { code: 'conflict', message: 'Somebody changed it.' } }], [200, theirs])
  await submit(shown.target)
  expect(shown.find('queue-problem')!.textContent).toContain('save again')
  expect((shown.find('queue-threshold') as HTMLInputElement).value).toBe('99')
  expect((shown.find('queue-ring_seconds') as HTMLInputElement).value).toBe('15')
  answers([200, { ...theirs, version: 5, settings: { ...theirs.settings, ring_seconds: 15 } }])
  await submit(shown.target)
  expect(asked.at(-1)!.body).toEqual({ version: 4, settings: { ring_seconds: 15 } })
})

test('callbacks are offered once there is a time to offer them after', async () => {
  const shown = show(QueueEditor, { queue, saved: () => {} })
  shown.write('callbacks-offer_after', '60')
  shown.write('callbacks-least_wait', '180')
  expect(shown.find('callbacks-abandoned_after')).toBeNull()
  shown.press('callbacks-abandoned')
  expect(shown.find('callbacks-abandoned_after')).not.toBeNull()
  answers([200, { ...queue, version: 4 }])
  await submit(shown.target)
  expect(asked.at(-1)!.body).toEqual({
    version: 3,
    settings: { callbacks: { offer_after: 60, least_wait: 180, abandoned: true } },
  })
})
