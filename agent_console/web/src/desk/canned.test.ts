// Canned notes: the right language, filled in, at the cursor.
import { expect, test } from 'vitest'
import { filled, inserted, opensMenu } from './canned'

const note = {
  id: 'n',
  names: { en: 'Sent' },
  texts: { en: 'Sent to {customer} on {date}.', zh: '{agent} 已发送' },
}
const filling = { customer: 'Wang', agent: 'Lin', date: '1 May' }

test('placeholders are filled in the language that is spoken, or in one there is', () => {
  expect(filled(note, 'en', filling)).toBe('Sent to Wang on 1 May.')
  expect(filled(note, 'zh', filling)).toBe('Lin 已发送')
  expect(filled({ ...note, texts: { de: 'Gesendet' } }, 'zh', filling)).toBe('Gesendet')
})

test('it goes in at the cursor, a space apart, in place of what is selected', () => {
  expect(inserted('ab cd', 2, 2, 'X')).toEqual({ text: 'ab X cd', cursor: 4 })
  expect(inserted('', 0, 0, 'X')).toEqual({ text: 'X', cursor: 1 })
  expect(inserted('ab cd', 3, 5, 'X')).toEqual({ text: 'ab X', cursor: 4 })
})

test('a slash within a word is a slash', () => {
  expect(opensMenu('/', '', 0)).toBe(true)
  expect(opensMenu('/', 'and ', 4)).toBe(true)
  expect(opensMenu('/', 'and', 3)).toBe(false)
  expect(opensMenu('x', '', 0)).toBe(false)
})
