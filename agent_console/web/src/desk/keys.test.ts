// One key, one order, and only when it is legal.
import { expect, test } from 'vitest'
import type { DeskAction } from '../wire'
import { orderFor, tabFor, type Situation } from './keys'

const situation = (legal: DeskAction[], change: Partial<Situation> = {}): Situation => ({
  legal: new Set(legal),
  dispositions: [{ id: 'solved', key: '1', name: { zh: '已解决', en: 'Solved' }, fields: [] }],
  keypadOpen: false,
  writing: false,
  singleKeys: true,
  ...change,
})

test('letters order what is legal, in either case', () => {
  expect(orderFor('a', situation(['answer']))).toBe('answer')
  expect(orderFor('A', situation(['answer']))).toBe('answer')
  expect(orderFor('a', situation([]))).toBeNull()
})

test('one key holds and takes off hold', () => {
  expect(orderFor('h', situation(['hold']))).toBe('hold')
  expect(orderFor('h', situation(['retrieve']))).toBe('retrieve')
})

test('a digit is an outcome, or a tone while the keypad is open', () => {
  expect(orderFor('1', situation(['disposition']))).toEqual({ disposition: 'solved' })
  expect(orderFor('1', situation(['disposition', 'keypad'], { keypadOpen: true }))).toEqual({ digit: '1' })
  expect(orderFor('9', situation(['disposition']))).toBeNull()
  expect(orderFor('#', situation(['keypad'], { keypadOpen: true }))).toEqual({ digit: '#' })
})

test('whoever writes a note gives no orders but Esc', () => {
  expect(orderFor('e', situation(['hang_up'], { writing: true }))).toBeNull()
  expect(orderFor('?', situation([], { writing: true }))).toBeNull()
  expect(orderFor('Escape', situation([], { writing: true }))).toBe('leave')
})

test('single keys can be switched off; help and Esc remain', () => {
  const off = situation(['answer', 'disposition'], { singleKeys: false })
  expect(['a', 'r', '1'].map((key) => orderFor(key, off))).toEqual([null, null, null])
  expect(orderFor('?', off)).toBe('help')
})

test('Alt and a digit is a tab, by the place of the key, also while one writes', () => {
  const key = (code: string, change = {}) => ({
    code,
    altKey: true,
    ctrlKey: false,
    metaKey: false,
    ...change,
  })
  expect(tabFor(key('Digit1'))).toBe(0)
  expect(tabFor(key('Numpad5'))).toBe(4)
  expect(tabFor(key('Digit6'))).toBeNull()
  expect(tabFor(key('Digit1', { ctrlKey: true }))).toBeNull()
  expect(tabFor(key('Digit1', { altKey: false }))).toBeNull()
})

test('a hand can be raised at any time, more time be asked for where there is some', () => {
  expect(orderFor('j', situation([]))).toBe('hand')
  expect(orderFor('x', situation(['extend']))).toBe('extend')
  expect(orderFor('x', situation([]))).toBeNull()
})
