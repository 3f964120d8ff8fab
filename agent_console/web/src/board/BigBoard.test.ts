// The board on a wall: large figures and no menus; Esc is the way out.
import { beforeEach, expect, test } from 'vitest'
import { flushSync } from 'svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { board, queue, supervisor } from '../test/examples'
import { show } from '../test/mount'
import BigBoard from './BigBoard.svelte'
import { columnsFor, wall } from './wall.svelte'

beforeEach(() => {
  speakEnglish()
  presence.user = supervisor
})

test('up to twelve queues have a place', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 9, 10, 12].map(columnsFor)).toEqual([1, 1, 2, 2, 2, 3, 3, 3, 4, 4])
  const many = Array.from({ length: 14 }, (_, place) => ({ ...queue, id: `q${place}` }))
  const shown = show(BigBoard, { board: { ...board, queues: many }, open: true })
  expect(shown.target.querySelectorAll('article')).toHaveLength(12)
})

test('a queue shows who waits and what is wrong in words, and nothing to press', () => {
  const alarmed: (typeof board)['queues'] = [{ ...queue, alerts: ['waiting'] }]
  const shown = show(BigBoard, { board: { ...board, queues: alarmed }, open: true })
  expect(shown.find('big-sales-waiting')!.textContent).toBe('1')
  expect(shown.find('big-sales')!.textContent).toContain('Too many wait')
  expect(shown.find('big-sales')!.querySelector('button')).toBeNull()
  expect(shown.find('big-clock')!.textContent).toMatch(/^\d\d:\d\d:\d\d$/)
})

test('Esc leaves it', () => {
  wall.turn(true)
  expect(location.search).toBe('?big')
  show(BigBoard, { board, open: true })
  dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  flushSync()
  expect(wall.on).toBe(false)
  expect(location.search).toBe('')
})
