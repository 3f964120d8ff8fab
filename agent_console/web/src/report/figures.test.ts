// Every figure is written in its own way and can name its formula.
import { expect, test } from 'vitest'
import { figures } from '../test/examples'
import { figureNames, formulaLine, openedBy, write } from './figures'

const formulas = {
  service_level: { id: 'sl.icmi-3', text: 'AnsT / (Ans + Ab)', threshold_s: 20 },
  asa: { id: 'asa', text: 'Σ wait / Ans', threshold_s: null },
}

test('counts, shares and seconds', () => {
  expect(figureNames.map((name) => write('en', name, figures))).toEqual([
    '10',
    '8',
    '2',
    '0',
    '80%',
    '10s',
    '3:04',
    '41s',
  ])
})

test('no calls: no share, no mean', () => {
  const none = { ...figures, service_level: null, asa_s: null }
  expect([write('en', 'service_level', none), write('en', 'asa_s', none)]).toEqual(['–', '–'])
})

test('a formula is found with and without its unit; one unknown is at least named', () => {
  expect(formulaLine('service_level', formulas)).toBe('sl.icmi-3: AnsT / (Ans + Ab), T = 20 s')
  expect(formulaLine('asa_s', formulas)).toBe('asa: Σ wait / Ans')
  expect(formulaLine('aht_s', formulas)).toBe('aht')
})

test('a threshold that differs by queue is not shown as one', () => {
  const differing = { service_level: { id: 'sl.icmi-3', text: 'AnsT / (Ans + Ab)', threshold_s: null } }
  expect(formulaLine('service_level', differing)).toBe('sl.icmi-3: AnsT / (Ans + Ab)')
})

test('every figure opens calls', () => {
  expect(figureNames.map(openedBy)).toEqual([...figureNames.slice(0, -1), 'offered'])
})
