// The floor is shown as it was, without anything to press on it, and stepped through decision by decision.
import { beforeEach, expect, test, vi } from 'vitest'
import { flushSync } from 'svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { agent, figures, queue, supervisor } from '../test/examples'
import { show } from '../test/mount'
import { settled } from '../test/server'
import FilmPage from './FilmPage.svelte'

const day = {
  date: '2026-11-21',
  timezone: 'UTC',
  minutes: 10,
  queue: '',
  service_level: 'sl.icmi-3',
  intervals: [{ ...figures, start: '2026-11-21T08:00:00.000Z' }],
}
const frames = [
  {
    at: '2026-11-21T07:57:00.000Z',
    queues: [{ ...queue, waiting: 0, calls: [] }],
    agents: [agent],
    decisions: [],
  },
  {
    at: '2026-11-21T08:01:00.000Z',
    queues: [queue],
    agents: [],
    decisions: [{ call: 'c2', code: 'queued', text: 'Queued for sales.' }],
  },
]

beforeEach(() => {
  speakEnglish()
  presence.user = supervisor
  vi.stubGlobal('fetch', async (path: string) => {
    const answer = path.includes('/film/day') ? day : { start: '', end: '', frames }
    return new Response(JSON.stringify(path.includes('/reports/') ? { formulas: {} } : answer), {
      status: 200,
    })
  })
})

test('a day is opened where its calls are, and stepped through by keys', async () => {
  const shown = show(FilmPage, {})
  await settled()
  expect(shown.find('film-clock')!.textContent).toBe('08:00:00')
  expect(shown.find('queue-sales-waiting')!.textContent).toBe('0')
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
  flushSync()
  await settled()
  expect(shown.find('film-clock')!.textContent).toBe('08:01:00')
  expect(shown.find('queue-sales-waiting')!.textContent).toBe('1')
  expect(shown.find('film-decisions')!.textContent).toContain('Queued for sales.')
})

test('nothing of the past can be directed, and its times are those of then', async () => {
  const shown = show(FilmPage, {})
  await settled()
  expect(shown.find('agent-1001-menu')).toBeNull()
  expect(shown.find('queue-sales-menu')).toBeNull()
  shown.press('film-next')
  await settled()
  expect(shown.find('queue-sales-longest')!.textContent!.trim()).toBe('1:00')
})

test('it plays as fast as is wished, until it is paused', async () => {
  const shown = show(FilmPage, {})
  await settled()
  shown.press('film-play')
  expect(shown.find('film-play')!.textContent).toContain('Pause')
  while (shown.find('film-clock')!.textContent === '08:00:00') await settled()
  shown.press('film-play')
  expect(shown.find('film-play')!.textContent).toContain('Play')
})
