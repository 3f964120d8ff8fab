// Going through a script without a call: by its branches, back, and on when its text changes meanwhile.
import { expect, test } from 'vitest'
import { previewSteps as steps } from '../test/scripts'
import { after, beginning, placed, shownAt } from './rehearsal'

const go = (step: string, branch: string | null = null) =>
  ({ step, answers: { wish: 'tea' }, go: 'on', branch }) as const

test('a branch leads to its step, a step without branches on, and at last it is over', () => {
  const order = after(steps, beginning(steps), go('greet', 'buys'))
  expect([order.at, order.way]).toEqual(['order', ['greet']])
  const over = after(steps, order, go('order'))
  expect(shownAt({}, steps, over)).toMatchObject({ step: null, gone: 2 })
  expect(after(steps, beginning(steps), go('greet', 'no')).at).toBe('')
})

test('back is where one came from, with what was filled in there', () => {
  const order = after(steps, beginning(steps), go('greet', 'buys'))
  const back = after(steps, order, { step: 'order', answers: {}, go: 'back', branch: null })
  expect(shownAt({}, steps, back)).toMatchObject({ gone: 0, step: { id: 'greet', answers: { wish: 'tea' } } })
})

test('the place is kept while its step is there', () => {
  const order = after(steps, beginning(steps), go('greet', 'buys'))
  expect(placed(steps, order)).toBe(order)
  expect(placed(steps.slice(0, 1), order).at).toBe('greet')
})
