// The parts beside the call: what each shows, and what it tells the server.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serverClock } from '../live/clock.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, customer, desk, ringingCall } from '../test/examples'
import { show } from '../test/mount'
import type { DeskCall } from '../wire'
import type { DeskScript, Task } from '../wire_work'
import { beside } from './beside.svelte'
import DayCard from './DayCard.svelte'
import KnowledgePanel from './KnowledgePanel.svelte'
import RecentPanel from './RecentPanel.svelte'
import Reminder from './Reminder.svelte'
import ScriptPanel from './ScriptPanel.svelte'
import TasksPanel from './TasksPanel.svelte'

let answers: Record<string, unknown> = {}
const server = vi.fn<typeof fetch>()
const asked = (method: string) =>
  server.mock.calls
    .filter(([, init]) => init?.method === method)
    .map(([url, init]) => [String(url), init?.body ? (JSON.parse(String(init.body)) as unknown) : undefined])

beforeEach(() => {
  speakEnglish()
  answers = { '/tasks': { tasks: [], callbacks: [] } }
  beside.tasks = { tasks: [], callbacks: [] }
  beside.forget()
  serverClock.sync(AT)
  server.mockReset()
  server.mockImplementation((url) => {
    const path = Object.keys(answers).find((each) => String(url).startsWith('/api/v1' + each))
    return Promise.resolve(new Response(JSON.stringify(path ? answers[path] : {}), { status: 200 }))
  })
  vi.stubGlobal('fetch', server)
})
afterEach(() => vi.unstubAllGlobals())

const script: DeskScript = {
  id: 's',
  name: { en: 'Sales' },
  gone: 1,
  step: {
    id: 'order',
    text: { en: 'How many?' },
    fields: [{ id: 'pieces', name: { en: 'Pieces' }, type: 'number', required: true, choices: [] }],
    branches: [],
    answers: { pieces: '3' },
  },
}
const talking: DeskCall = { ...ringingCall, stage: 'talking', script }

test('a step shows what is said and what is filled in, and goes on with it', async () => {
  const shown = show(ScriptPanel, { call: talking })
  expect(shown.find('script-step')!.textContent).toBe('How many?')
  expect((shown.find('field-pieces') as HTMLInputElement).value).toBe('3')
  shown.write('field-pieces', '4')
  shown.find('field-pieces')!.dispatchEvent(new Event('change', { bubbles: true }))
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  const said = { step: 'order', answers: { pieces: '4' }, branch: null }
  await vi.waitFor(() =>
    expect(asked('POST')).toEqual([
      ['/api/v1/calls/c1/script', { ...said, go: 'stay' }],
      ['/api/v1/calls/c1/script', { ...said, go: 'on' }],
    ]),
  )
})

test('branches are buttons, the end is said, and a queue may have no script', () => {
  const step = { ...script.step!, fields: [], branches: [{ id: 'yes', name: { en: 'Yes, please' } }] }
  const branching = show(ScriptPanel, { call: { ...talking, script: { ...script, step, gone: 0 } } })
  expect(branching.find('branch-yes')!.textContent).toContain('Yes, please')
  expect(branching.find('script-on')).toBeNull()
  expect(branching.find('script-back')).toBeNull()
  expect(
    show(ScriptPanel, { call: { ...talking, script: { ...script, step: null } } }).find('script-done'),
  ).not.toBeNull()
  expect(show(ScriptPanel, { call: { ...talking, script: null } }).words()).toContain('no script')
})

test('articles are suggested, searched while one types, and read in place', async () => {
  const found = { id: 'a', title: 'Refunds', language: 'en', tags: [], snippet: 'Within seven days' }
  answers['/articles/a'] = { ...found, text: 'The whole text.', queues: [], changed: AT, by: 'Sue' }
  answers['/articles?'] = { articles: [found] }
  const shown = show(KnowledgePanel, { queue: 'sales' })
  await vi.waitFor(() => expect(shown.find('article-found')).not.toBeNull())
  expect(asked('GET')[0]![0]).toBe('/api/v1/articles?query=&queue=sales')
  shown.write('knowledge-search', 'refund')
  await vi.waitFor(() => expect(shown.words()).toContain('Found: 1'))
  expect(asked('GET').at(-1)![0]).toBe('/api/v1/articles?query=refund&queue=sales')
  shown.press('article-a')
  await vi.waitFor(() => expect(shown.find('article')!.textContent).toContain('The whole text.'))
  shown.press('article-back')
  expect((shown.find('knowledge-search') as HTMLInputElement).value).toBe('refund')
})

const task: Task = {
  id: 't',
  title: 'Send it',
  due: AT,
  customer: null,
  call: null,
  done: false,
  collides: true,
}

test('a task says when it is due, that it is late, and that it collides; ticking it is done', async () => {
  serverClock.sync(new Date(Date.parse(AT) + 60_000).toISOString())
  beside.tasks = {
    tasks: [task],
    callbacks: [{ id: 'c', name: 'Li', number: '1', queue: 'sales', due: AT, collides: true }],
  }
  const shown = show(TasksPanel, { call: null })
  for (const words of ['Send it', 'overdue', 'Less than ten minutes', 'Callbacks due', 'Li'])
    expect(shown.words()).toContain(words)
  shown.find('task-done')!.dispatchEvent(new Event('change', { bubbles: true }))
  await vi.waitFor(() => expect(asked('PUT')).toHaveLength(1))
  expect(asked('PUT')[0]).toEqual([
    '/api/v1/tasks/t',
    { title: 'Send it', due: AT, customer: null, call: null, done: true },
  ])
})

test('a follow-up is about the customer of the call', async () => {
  const shown = show(TasksPanel, { call: talking })
  shown.write('task-title', ' Ask again ')
  shown.write('task-due', '2026-12-01T10:00')
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  const due = new Date('2026-12-01T10:00').toISOString()
  const draft = { title: 'Ask again', due, customer: customer.id, call: 'c1', done: false }
  await vi.waitFor(() => expect(asked('POST')).toEqual([['/api/v1/tasks', draft]]))
})

test('what is due is said once, quietly, until it is read', async () => {
  answers['/tasks'] = { tasks: [task], callbacks: [] }
  const shown = show(Reminder, {})
  await vi.waitFor(() => expect(shown.find('reminder')?.textContent).toContain('Due now: Send it'))
  shown.find('reminder')!.querySelector('button')!.click()
  flushSync()
  expect(shown.find('reminder')).toBeNull()
})

test('the last calls can be called again', async () => {
  const call = {
    call: 'c9',
    direction: 'inbound',
    customer: null,
    number: '+8613800138001',
    display: '138 0013 8001',
  }
  answers['/agent/calls'] = {
    calls: [
      { ...call, queue: 'sales', outcome: 'answered', disposition: 'solved', arrived_at: AT, talk_s: 65 },
    ],
  }
  const shown = show(RecentPanel, {})
  await vi.waitFor(() => expect(shown.find('recent-call')).not.toBeNull())
  expect(shown.words()).toContain('incoming · Solved · 1:05')
  shown.press('redial')
  expect(asked('POST')).toEqual([['/api/v1/calls', { number: '+8613800138001', queue: 'sales' }]])
})

test('my figures stand beside the team’s, each in words', async () => {
  const figures = { answered: 2.5, missed: 0, talk_s: 150, aht_s: 60, occupancy: 0.75 }
  answers['/agent/today'] = { mine: { ...figures, answered: 3, occupancy: 0.5 }, team: figures, agents: 4 }
  const shown = show(DayCard, { today: desk.today })
  await vi.waitFor(() => expect(shown.words()).toContain('Team (4)'))
  expect(shown.find('day-answered')!.textContent).toContain('2.5')
  expect(shown.find('day-occupancy')!.textContent).toMatch(/50%.*75%/s)
})

test('a call begins with its customer and, once it is answered, with its script; what is chosen stays', () => {
  expect(beside.shown(ringingCall)).toBe('customer')
  expect(beside.shown({ ...talking, answered_at: AT })).toBe('script')
  expect(beside.shown({ ...talking, answered_at: AT, script: null })).toBe('customer')
  beside.show('tasks', talking)
  expect(beside.shown({ ...talking, answered_at: AT })).toBe('tasks')
  expect(beside.shown({ ...talking, id: 'c2', answered_at: AT })).toBe('script')
  expect(beside.shown(null)).toBe('tasks')
})
