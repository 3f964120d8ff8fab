// An alert calls once; what stood when the board was opened calls nobody.
import { expect, test } from 'vitest'
import { queue, support } from '../test/examples'
import { alarms, fresh } from './alarm'

const quiet = alarms([queue, support])
const one = alarms([{ ...queue, alerts: ['waiting'] }, support])
const two = alarms([{ ...queue, alerts: ['waiting', 'longest_s'] }, support])

test('each new one calls once, one that is over calls again when it comes back', () => {
  expect(quiet).toEqual([])
  expect(fresh(quiet, one)).toEqual([{ queue: 'sales', kind: 'waiting' }])
  expect(fresh(one, one)).toEqual([])
  expect(fresh(one, two)).toEqual([{ queue: 'sales', kind: 'longest_s' }])
  expect(fresh(two, quiet)).toEqual([])
})

test('a board that is opened in the middle of it is silent', () => {
  expect(fresh(null, two)).toEqual([])
})
