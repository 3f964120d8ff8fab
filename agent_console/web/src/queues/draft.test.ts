// The form's draft and the changes that are sent.
import { expect, test } from 'vitest'
import { queueDocument } from '../test/examples'
import { changed, changes, documentOf, draftOf } from './draft'

test('a draft that nobody touched is the document', () => {
  expect(documentOf(draftOf(queueDocument))).toEqual(queueDocument)
  expect(changes(queueDocument, documentOf(draftOf(queueDocument)))).toEqual({})
})

test('only what differs is sent, with null for what is gone', () => {
  const draft = draftOf(queueDocument)
  draft.ring_seconds = 15
  draft.max_wait = null
  draft.closing.hours.week.mon = ' '
  draft.closing.hours.week.sat = '10:00-14:00'
  draft.names.en = 'Shop'
  expect(changes(queueDocument, documentOf(draft))).toEqual({
    ring_seconds: 15,
    max_wait: null,
    closing: { hours: { week: { mon: null, sat: '10:00-14:00' } } },
    names: { en: 'Shop' },
  })
})

test('days of one’s own are lines, and a day without spans is closed', () => {
  const draft = draftOf(queueDocument)
  expect(draft.dates).toBe('2026-12-31')
  draft.dates = '2026-12-24 09:00-12:00, 13:00-14:00\n\n 2026-12-31 \n'
  expect(documentOf(draft).closing.hours.dates).toEqual({
    '2026-12-24': '09:00-12:00, 13:00-14:00',
    '2026-12-31': '',
  })
})

test('after a conflict my changes are put into what somebody else saved', () => {
  const theirs = { ...queueDocument, threshold: 99, max_wait: 300 }
  const mine = { ring_seconds: 15, max_wait: null, closing: { hours: { week: { mon: null } } } }
  const both = changed(theirs, mine)
  expect(both).toMatchObject({ threshold: 99, ring_seconds: 15, max_wait: null })
  expect(both.closing.hours.week).toEqual({})
  expect(theirs.closing.hours.week).toEqual({ mon: '09:00-18:00' })
})
