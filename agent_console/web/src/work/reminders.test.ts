// A reminder comes once, when it is due, and not for what is long past or done.
import { expect, test } from 'vitest'
import { AT } from '../test/examples'
import type { Task, Tasks } from '../wire_work'
import { Reminders } from './reminders'

const now = Date.parse(AT)
const task: Task = {
  id: 't',
  title: 'Send it',
  due: AT,
  customer: null,
  call: null,
  done: false,
  collides: false,
}
const only = (...tasks: Task[]): Tasks => ({ tasks, callbacks: [] })

test('what is due is told once, and again when it was put off', () => {
  const reminders = new Reminders()
  expect(reminders.due(only(task), now - 1)).toBeNull()
  expect(reminders.due(only(task), now)?.title).toBe('Send it')
  expect(reminders.due(only(task), now + 5000)).toBeNull()
  const later = new Date(now + 60_000).toISOString()
  expect(reminders.due(only({ ...task, due: later }), now + 61_000)?.id).toBe('t')
})

test('nothing is told of what is done, has no date or is long past', () => {
  const old = new Date(now - 3600_000).toISOString()
  const list = only({ ...task, done: true }, { ...task, due: null }, { ...task, due: old })
  expect(new Reminders().due(list, now)).toBeNull()
})

test('a callback is told by its name or number', () => {
  const callback = { id: 'c', name: '', number: '138', queue: 'sales', due: AT, collides: false }
  expect(new Reminders().due({ tasks: [], callbacks: [callback] }, now)?.title).toBe('138')
})
