// What is typed is what is sent, tidied.
import { expect, test } from 'vitest'
import { customer } from '../test/examples'
import { draftFrom, typedFrom } from './draft'

test('numbers are lines; blank ones vanish', () => {
  const typed = { ...typedFrom(null), name: ' Wang Fang ', numbers: '13800138001\n\n 010-5555 0100 \n' }
  expect(draftFrom(typed)).toMatchObject({ name: 'Wang Fang', numbers: ['13800138001', '010-5555 0100'] })
})

test('an edited customer starts from what is known', () => {
  expect(typedFrom(customer)).toEqual({
    name: 'Wang Fang',
    numbers: '13800138001',
    email: '',
    company: 'Blue Harbour',
    notes: 'Prefers the morning.',
  })
})
