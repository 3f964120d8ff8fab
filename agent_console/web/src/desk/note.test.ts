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
  expect(write.mock.calls).toEqual([['c1', 'Invoice', '']])
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

test('the server’s text is taken; while the agent is writing it is put together with it, and saved', async () => {
  const write = vi.fn(() => Promise.resolve())
  const note = new Note('c1', 'old', write)
  note.hear('old paper')
  expect(note.text).toBe('old paper')
  note.type('my old paper')
  note.hear('old paper bag')
  expect(note.text).toBe('my old paper bag')
  expect(note.moved?.(2)).toBe(2)
  await vi.advanceTimersByTimeAsync(600)
  expect(write.mock.calls).toEqual([['c1', 'my old paper bag', 'old paper bag']])
})

test('what was written here and comes back late changes nothing', async () => {
  const note = new Note('c1', '', () => Promise.resolve())
  note.type('one')
  await vi.advanceTimersByTimeAsync(600)
  note.type('one two')
  await vi.advanceTimersByTimeAsync(600)
  note.hear('one')
  expect(note.text).toBe('one two')
  note.type('one two three')
  note.hear('one two')
  expect(note.text).toBe('one two three')
})

test('a colleague who was faster is no loss: both are written', async () => {
  let theirs = 'Note: theirs'
  const write = vi.fn((_call: string, text: string, basedOn: string) => {
    if (basedOn !== theirs) return Promise.reject(new Refusal(409, 'note_changed', 'x', { note: theirs }))
    theirs = text
    return Promise.resolve()
  })
  const note = new Note('c1', 'Note:', write)
  note.type('My Note:')
  await note.save()
  expect(theirs).toBe('My Note: theirs')
  expect(note.text).toBe('My Note: theirs')
  expect(note.saving).toBe('saved')
})

test('while a word is composed the field is left alone', () => {
  const note = new Note('c1', 'a', () => Promise.resolve())
  note.compose(true)
  note.hear('a b')
  expect(note.text).toBe('a')
  note.compose(false)
  expect(note.text).toBe('a b')
})

test('saving nothing new asks nothing of the server', async () => {
  const write = vi.fn(() => Promise.resolve())
  await new Note('c1', 'same', write).save()
  expect(write).not.toHaveBeenCalled()
})
