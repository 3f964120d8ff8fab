// A note is saved after a pause, retried when the server is away, and never overwritten while unsaved.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal } from '../api/http'
import type { NoteKept } from '../wire'
import { Note } from './note.svelte'

// A server that writes whatever it gets.
const writer = () => {
  let revision = 0
  return vi.fn(() => Promise.resolve({ revision: ++revision }))
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('typing saves once, after a pause', async () => {
  const write = writer()
  const note = new Note('c1', '', 0, write)
  note.type('In')
  note.type('Invoice')
  expect(note.saving).toBe('saving')
  await vi.advanceTimersByTimeAsync(600)
  expect(write.mock.calls).toEqual([['c1', 'Invoice', '']])
  expect(note.saving).toBe('saved')
})

test('a server that is away gets the note later', async () => {
  const write = vi.fn(() => Promise.reject(new Refusal(0, 'server_away', '')) as Promise<NoteKept>)
  const note = new Note('c1', '', 0, write)
  note.type('Invoice')
  await vi.advanceTimersByTimeAsync(600)
  expect(note.saving).toBe('unsaved')
  write.mockImplementation(() => Promise.resolve({ revision: 1 }))
  await vi.advanceTimersByTimeAsync(2000)
  expect(note.saving).toBe('saved')
  expect(write).toHaveBeenCalledTimes(2)
})

test('a refusal is not repeated', async () => {
  const write = vi.fn(() => Promise.reject(new Refusal(404, 'no_call', 'No such call.')) as Promise<NoteKept>)
  const note = new Note('c1', '', 0, write)
  note.type('x')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(write).toHaveBeenCalledOnce()
})

test('the server’s text is taken; while the agent is writing it is put together with it, and saved', async () => {
  const write = writer()
  const note = new Note('c1', 'old', 1, write)
  note.hear('old paper', 2)
  expect(note.text).toBe('old paper')
  note.type('my old paper')
  note.hear('old paper bag', 3)
  expect(note.text).toBe('my old paper bag')
  expect(note.moved?.(2)).toBe(2)
  await vi.advanceTimersByTimeAsync(600)
  expect(write.mock.calls).toEqual([['c1', 'my old paper bag', 'old paper bag']])
})

test('what was written here and comes back late changes nothing', async () => {
  const note = new Note('c1', '', 0, writer())
  note.type('one')
  await vi.advanceTimersByTimeAsync(600)
  note.type('one two')
  await vi.advanceTimersByTimeAsync(600)
  note.hear('one', 1)
  expect(note.text).toBe('one two')
  note.type('one two three')
  note.hear('one two', 2)
  expect(note.text).toBe('one two three')
})

test('what a colleague wrote before, heard after the own newer text was kept, changes nothing', async () => {
  const write = vi
    .fn<() => Promise<NoteKept>>()
    .mockRejectedValueOnce(
      new Refusal(409, 'note_changed', 'x', { note: 'Monday: Wants an offer.', revision: 2 }),
    )
    .mockResolvedValueOnce({ revision: 3 })
  const note = new Note('c1', 'Wants an offer.', 1, write)
  note.type('Wants an offer. By Friday.')
  await note.save()
  note.hear('Monday: Wants an offer.', 2)
  note.hear('Monday: Wants an offer. By Friday.', 3)
  expect(note.text).toBe('Monday: Wants an offer. By Friday.')
  expect(note.saving).toBe('saved')
})

test('a colleague’s newer text, heard before the answer to the own one, stays', async () => {
  let answer: (kept: NoteKept) => void = () => {}
  const write = vi.fn(() => new Promise<NoteKept>((done) => (answer = done)))
  const note = new Note('c1', 'offer', 1, write)
  note.type('Monday: offer')
  const saved = note.save()
  await vi.advanceTimersByTimeAsync(0)
  note.hear('Monday: offer by Friday', 3)
  answer({ revision: 2 })
  await saved
  expect(note.text).toBe('Monday: offer by Friday')
  expect(note.saving).toBe('saved')
  await vi.advanceTimersByTimeAsync(5000)
  expect(write).toHaveBeenCalledOnce()
})

test('a text whose answer was lost is known again, and what was typed since is saved once', async () => {
  const write = writer()
  write.mockRejectedValueOnce(new Refusal(0, 'server_away', ''))
  const note = new Note('c1', '', 0, write)
  note.type('Inv')
  await note.save()
  note.type('Invoice')
  note.hear('Inv', 1)
  expect(note.text).toBe('Invoice')
  await vi.advanceTimersByTimeAsync(600)
  expect(write.mock.lastCall).toEqual(['c1', 'Invoice', 'Inv'])
})

test('a colleague who was faster is no loss: both are written', async () => {
  let [theirs, revision] = ['Note: theirs', 2]
  const write = vi.fn((_call: string, text: string, basedOn: string) => {
    if (basedOn !== theirs)
      return Promise.reject(new Refusal(409, 'note_changed', 'x', { note: theirs, revision }))
    theirs = text
    return Promise.resolve({ revision: ++revision })
  })
  const note = new Note('c1', 'Note:', 1, write)
  note.type('My Note:')
  await note.save()
  expect(theirs).toBe('My Note: theirs')
  expect(note.text).toBe('My Note: theirs')
  expect(note.saving).toBe('saved')
})

test('while a word is composed the field is left alone', () => {
  const note = new Note('c1', 'a', 1, writer())
  note.compose(true)
  note.hear('a b', 2)
  expect(note.text).toBe('a')
  note.compose(false)
  expect(note.text).toBe('a b')
})

test('saving nothing new asks nothing of the server', async () => {
  const write = writer()
  await new Note('c1', 'same', 1, write).save()
  expect(write).not.toHaveBeenCalled()
})
