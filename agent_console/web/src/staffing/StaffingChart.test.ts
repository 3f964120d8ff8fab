// The chart and its table: the same figures, drawn and written.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import type { Need, StaffingInterval } from '../wire'
import StaffingChart from './StaffingChart.svelte'
import StaffingTable from './StaffingTable.svelte'

beforeEach(speakEnglish)

const need = (agents: number): Need => ({
  ...{ agents, scheduled: agents + 6, service_level: 0.888, asa_s: 7.8, occupancy: 0.71, abandoned: 0.021 },
})
const busy: StaffingInterval = {
  ...{ start: '09:00', offered: 100, aht_s: 180, erlangs: 10 },
  ...{ erlang_c: need(14), erlang_a: need(12) },
}
const idle: StaffingInterval = {
  ...{ start: '09:30', offered: 0, aht_s: null, erlangs: null, erlang_c: null, erlang_a: null },
}
const choose = () => {}

test('a bar for each interval and a line for each formula', () => {
  const shown = show(StaffingChart, { intervals: [busy, idle], chosen: null, choose })
  expect(shown.all('staffing-bar')).toHaveLength(2)
  expect(shown.find('staffing-line-c')!.getAttribute('d')).toContain('M')
  expect(shown.find('staffing-chart')!.getAttribute('aria-label')).toContain('table')
})

test('who points at a column reads its figures', () => {
  const shown = show(StaffingChart, { intervals: [busy, idle], chosen: 0, choose })
  expect(shown.find('staffing-reading')!.textContent.replace(/\s+/g, ' ')).toMatch(/09:00.*100.*14.*12/)
})

test('a column tells that it is pointed at, and left', () => {
  const told: (number | null)[] = []
  const shown = show(StaffingChart, {
    intervals: [busy, idle],
    chosen: null,
    choose: (place: number | null) => told.push(place),
  })
  const column = shown.target.querySelectorAll('.column')[1]!
  column.dispatchEvent(new Event('pointerenter'))
  column.dispatchEvent(new Event('pointerleave'))
  expect(told).toEqual([1, null])
})

test('the table has every interval; nobody is needed where nobody calls', () => {
  const shown = show(StaffingTable, { intervals: [busy, idle], chosen: null, choose })
  const cells = (start: string) =>
    [...shown.find(`staffing-row-${start}`)!.children].map((cell) => cell.textContent.trim())
  expect(cells('09:00')).toEqual([
    '09:00',
    '100',
    '3:00',
    '10.00',
    '14',
    '20',
    '89%',
    '8s',
    '12',
    '18',
    '89%',
    '2%',
  ])
  expect(cells('09:30').slice(2)).toEqual(Array(10).fill('–'))
})

test('without a patience there is no Erlang A', () => {
  const shown = show(StaffingTable, { intervals: [{ ...busy, erlang_a: null }], chosen: null, choose })
  expect(shown.words()).not.toContain('Erlang A')
})
