// A note is saved after a pause, retried when the server is away, and never overwritten while unsaved.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal } from '../api/http'
import { Note } from './note.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('typing saves once, after a pause', async () => {
  const write = vi.fn(() => Promise.resolve())
  const note = new Note('c1', '', write)
  note.type('In')
  note.type('Invoice')
  expect(note.saving).toBe('saving')
  await vi.advanceTimersByTimeAsync(600)
  expect(write.mock.calls).toEqual([['c1', 'Invoice']])
  expect(note.saving).toBe('saved')
})

test('a server that is away gets the note later', async () => {
  const write = vi.fn(() => Promise.reject(new Refusal(0, 'server_away', '')) as Promise<void>)
  const note = new Note('c1', '', write)
  note.type('Invoice')
  await vi.advanceTimersByTimeAsync(600)
  expect(note.saving).toBe('unsaved')
  write.mockImplementation(() => Promise.resolve())
  await vi.advanceTimersByTimeAsync(2000)
  expect(note.saving).toBe('saved')
  expect(write).toHaveBeenCalledTimes(2)
})

test('a refusal is not repeated', async () => {
  const write = vi.fn(() => Promise.reject(new Refusal(404, 'no_call', 'No such call.')) as Promise<void>)
  const note = new Note('c1', '', write)
  note.type('x')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(write).toHaveBeenCalledOnce()
})

test('the server’s text is taken unless the agent is writing', async () => {
  const note = new Note('c1', 'old', () => Promise.resolve())
  note.hear('from elsewhere')
  expect(note.text).toBe('from elsewhere')
  note.type('mine')
  note.hear('from elsewhere again')
  expect(note.text).toBe('mine')
  await vi.advanceTimersByTimeAsync(600)
  note.hear('mine')
  expect(note.text).toBe('mine')
})

test('saving nothing new asks nothing of the server', async () => {
  const write = vi.fn(() => Promise.resolve())
  await new Note('c1', 'same', write).save()
  expect(write).not.toHaveBeenCalled()
})
