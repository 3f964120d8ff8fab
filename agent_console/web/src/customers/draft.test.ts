// What is typed is what is sent, tidied.
import { expect, test } from 'vitest'
import { customer } from '../test/examples'
import { draftFrom, ownersFor, typedFrom } from './draft'

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
    owner: '1001',
  })
})

test('any agent may be the owner, and the owner there is stays to be chosen', () => {
  const agents = [{ id: '1002', name: 'Jane' }]
  expect(ownersFor(null, agents)).toEqual(agents)
  expect(ownersFor(customer, agents).map((agent) => agent.id)).toEqual(['1002', '1001'])
  expect(ownersFor({ ...customer, owner: agents[0]! }, agents)).toEqual(agents)
})
