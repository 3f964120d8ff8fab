// The day's figures stand beside the charts as a table, of the queue and the interval that are asked for.
import { beforeEach, expect, test } from 'vitest'
import { flushSync } from 'svelte'
import { speakEnglish } from '../test/catalogue'
import { figures, queue } from '../test/examples'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import DayCharts from './DayCharts.svelte'

const day = {
  date: '2026-11-21',
  timezone: 'Asia/Shanghai',
  minutes: 30,
  queue: '',
  service_level: 'sl.icmi-3',
  intervals: [{ ...figures, start: '2026-11-21T01:00:00.000Z' }],
}
beforeEach(speakEnglish)

test('the table says what the charts draw, by the clock of the site', async () => {
  server({ 'GET /reports/today/intervals?minutes=30': day })
  const shown = show(DayCharts, { queues: [queue] })
  await settled()
  const row = shown.find('interval-table')!.querySelector('tbody tr')!
  expect([...row.children].map((cell) => cell.textContent)).toEqual(['09:00', '10', '8', '2', '80%', '41s'])
  expect(shown.find('chart-calls')!.getAttribute('aria-label')).toBe('Calls by interval')
})

test('another queue is asked for', async () => {
  const asked = server({ 'GET /reports/today/intervals?minutes=30': day })
  const shown = show(DayCharts, { queues: [queue] })
  await settled()
  const select = shown.find('charts-queue') as HTMLSelectElement
  select.value = 'sales'
  select.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
  await settled()
  expect(asked.at(-1)![1]).toBe('/reports/today/intervals?minutes=30&queue=sales')
})

test('a day without calls says so', async () => {
  server({ 'GET /reports/today/intervals?minutes=30': { ...day, intervals: [] } })
  const shown = show(DayCharts, { queues: [queue] })
  await settled()
  expect(shown.find('charts-empty')!.textContent).toBe('No calls yet today.')
})
