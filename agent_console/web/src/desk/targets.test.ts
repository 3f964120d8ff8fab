// What is typed finds people, queues, parts of the menu, and numbers.
import { expect, test } from 'vitest'
import { goals, isNumber } from './targets'

const known = {
  colleagues: {
    agents: [
      { id: '1002', name: 'Ben', state: 'ready', reason: null, free: true, queues: ['sales'] },
      { id: '1003', name: 'Carla', state: 'talking', reason: null, free: false, queues: [] },
    ],
    nodes: ['payment'],
  },
  queues: [{ id: 'sales', name: 'Sales' }],
}
const names = (choice: 'transfer' | 'consult', typed: string) =>
  goals(choice, typed, known).map((goal) => goal.id)

test('a call can go to people, queues and parts of the menu; people and queues can be asked', () => {
  expect(names('transfer', '')).toEqual(['agent-1002', 'agent-1003', 'queue-sales', 'node-payment'])
  expect(names('consult', '')).toEqual(['agent-1002', 'agent-1003', 'queue-sales'])
})

test('a part of a name or an extension finds', () => {
  expect(names('transfer', 'SAL')).toEqual(['queue-sales'])
  expect(names('consult', 'car')).toEqual(['agent-1003'])
  expect(names('consult', '1003')).toEqual(['agent-1003', 'number'])
  expect(names('consult', '100')).toEqual(['number', 'agent-1002', 'agent-1003'])
  expect(goals('consult', '1003', known)[0]!.possible).toBe(false)
})

test('a number comes first, as it was typed', () => {
  expect(goals('consult', ' +86 10 6552-9988 ', known)[0]!.to.number).toBe('+86 10 6552-9988')
  expect(isNumber('12')).toBe(true)
  expect(isNumber('ben')).toBe(false)
})
