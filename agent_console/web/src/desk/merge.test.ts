// Two people at one note: nothing that either wrote is lost, and the cursor stays where it was.
import { expect, test } from 'vitest'
import { merge } from './merge'

const text = (base: string, mine: string, theirs: string) => merge(base, mine, theirs).text

test('what only one changed is taken', () => {
  expect(text('one two', 'one two three', 'one two')).toBe('one two three')
  expect(text('one two', 'one two', 'zero one two')).toBe('zero one two')
})

test('changes at different places are both there', () => {
  expect(text('one two three', 'ONE two three', 'one two THREE')).toBe('ONE two THREE')
  expect(text('b', 'a b', 'b c')).toBe('a b c')
  expect(text('客户想退款', '老客户想退款', '客户想退款和换货')).toBe('老客户想退款和换货')
})

test('where both wrote at the same place, both are kept', () => {
  expect(text('', 'mine', 'theirs')).toBe('mine theirs')
  expect(text('Note:', 'Note: call on Monday', 'Note: send offer')).toBe('Note: call on Monday send offer')
})

test('what both wrote alike is there once', () => {
  expect(text('a', 'a b', 'a b')).toBe('a b')
  expect(text('', 'same', 'same')).toBe('same')
})

test('taken away by one and left by the other is taken away; changed by the other it stays', () => {
  expect(text('one two three', 'one three', 'one two three')).toBe('one three')
  expect(text('one two three', 'one three', 'one TWO three')).toContain('TWO')
})

test('every word that either wrote is in the merged text', () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'f']
  let seed = 7
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below
  for (let round = 0; round < 500; round++) {
    const base = words.slice(0, random(6)).join(' ')
    const written = (mark: string) => {
      const changed = base.split(' ').filter(Boolean)
      for (let at = 0; at < 1 + random(3); at++)
        changed.splice(random(changed.length + 1), random(2), mark + at)
      return changed.join(' ')
    }
    const [mine, theirs] = [written('m'), written('t')]
    const merged = text(base, mine, theirs)
    for (const word of `${mine} ${theirs}`.match(/[mt]\d/g)!)
      expect(merged, JSON.stringify([base, mine, theirs])).toContain(word)
  }
})

test('the cursor stays at the word it was at', () => {
  const before = merge('one two', 'one two', 'zero one two')
  expect(before.place(3)).toBe(8)
  expect(merge('one two', 'one two and', 'one two').place(11)).toBe(11)
  const both = merge('a c', 'a b c', 'x a c')
  expect(both.text).toBe('x a b c')
  expect(both.place(3)).toBe(5)
  expect(merge('one two', 'one two', 'one').place(7)).toBeLessThanOrEqual(3)
})

test('a long note is merged in a blink', () => {
  const base = Array.from({ length: 3000 }, (_, at) => `w${at}`).join(' ')
  expect(text(base, `${base} mine`, `theirs ${base}`)).toBe(`theirs ${base} mine`)
})
