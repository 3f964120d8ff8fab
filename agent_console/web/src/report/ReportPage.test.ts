// The report: figures by queue and agent, how they are counted, and any of them opened down to a call's events.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { notice } from '../notice.svelte'
import { speakEnglish } from '../test/catalogue'
import { AT, figures } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { CallRecord, Report, ReportCall } from '../wire'
import ReportPage from './ReportPage.svelte'

const lin = { agent: '1001', name: 'Lin', offered: 9, answered: 8, missed: 1 }
const report: Report = {
  date: '2026-11-21',
  timezone: 'Asia/Shanghai',
  formulas: {
    service_level: { id: 'sl.icmi-3', text: 'AnsT / (Ans + Ab)', threshold_s: 20 },
    asa: { id: 'asa', text: 'Σ wait / Ans', threshold_s: null },
    unheard_of: { id: 'x.new', text: 'a / b', threshold_s: null },
  },
  queues: [{ ...figures, queue: 'sales' }],
  agents: [{ ...lin, talk_s: 1520, hold_s: 61, wrap_up_s: 96, consult_s: 5, aht_s: 184 }],
  total: { ...figures, offered: 1234 },
}
const call: ReportCall = {
  ...{ id: 'c0', arrived_at: AT, queue: 'sales', agent: '1001', caller: '138 0013 8001' },
  ...{ wait_s: 8, talk_s: 95, outcome: 'answered' },
}
const left: ReportCall = { ...call, id: 'c9', agent: null, caller: '', talk_s: 0, outcome: 'abandoned' }
const record: CallRecord = {
  id: 'c0',
  caller: { number: '+8613800138001', name: null },
  customer: null,
  events: [
    { position: 1, at: AT, kind: 'call_arrived', call: 'c0', dialled: '1000' },
    { position: 2, at: AT, kind: 'call_queued', call: 'c0', queue: 'sales' },
  ],
}
const salesAnswered = 'GET /reports/today/calls?figure=answered&queue=sales'

async function page(answers: Record<string, unknown> = {}) {
  const asked = server({ 'GET /reports/today': report, ...answers })
  const shown = show(ReportPage, {})
  await settled()
  return { ...shown, asked }
}
const cells = (row: Element) => [...row.children].map((cell) => cell.textContent.trim())

beforeEach(() => {
  speakEnglish()
  notice.clear()
})

test('the figures of each queue, each agent, and of all', async () => {
  const { find } = await page()
  expect(find('report-date')!.textContent).toBe('Today, Saturday, 21 November 2026 (Asia/Shanghai)')
  expect(cells(find('report-sales-offered')!.closest('tr')!)).toEqual([
    'Sales',
    '10',
    '8',
    '2',
    '0',
    '80%',
    '10s',
    '3:04',
    '41s',
  ])
  expect(find('report-total-offered')!.closest('tr')!.textContent).toMatch(/^Total\s*1,234/)
  expect(cells(find('report-agent-1001')!)).toEqual([
    'Lin',
    '9',
    '8',
    '1',
    '25:20',
    '1:01',
    '1:36',
    '0:05',
    '3:04',
  ])
  expect(find('report-csv')!.getAttribute('href')).toBe('/api/v1/reports/today.csv')
})

test('how they are counted, by name, with the threshold where there is one', async () => {
  const { find } = await page()
  const words = (id: string) => find(`formula-${id}`)!.textContent.replace(/\s+/g, ' ').trim()
  expect(words('sl.icmi-3')).toBe('Service level sl.icmi-3 AnsT / (Ans + Ab), within 20 s')
  expect(words('asa')).toBe('Speed of answer asa Σ wait / Ans')
  expect(words('x.new')).toBe('unheard_of x.new a / b')
  expect(find('report-sales-service-level')!.title).toBe('sl.icmi-3: AnsT / (Ans + Ab), T = 20 s')
})

test('a figure opens its calls, a call its events, and both are put away again', async () => {
  const { find, press, target } = await page({
    [salesAnswered]: { calls: [call, left] },
    'GET /calls/c0': record,
  })
  expect(find('report-sales-answered')!.getAttribute('aria-label')).toBe('Show the calls behind Answered 8')
  press('report-sales-answered')
  await settled()
  expect(target.querySelector('dialog')!.getAttribute('aria-label')).toBe('Sales · Answered 8')
  expect(find('calls-behind-count')!.textContent).toBe('Calls: 2')
  const row = ['16:00:00', '138 0013 8001', 'Sales', 'Lin', '8s', '1:35', 'Answered', 'Show events']
  expect(cells(find('call-c0')!)).toEqual(row)
  expect(cells(find('call-c9')!).slice(1, 7)).toEqual([
    'Number withheld',
    'Sales',
    '',
    '8s',
    '0s',
    'Hung up while waiting',
  ])
  const toggle = find('call-c0')!.querySelector('button')!
  toggle.click()
  await settled()
  expect(toggle.getAttribute('aria-expanded')).toBe('true')
  const events = [...target.querySelectorAll('dialog li')].map((each) =>
    each.textContent.replace(/\s+/g, ' ').trim(),
  )
  expect(events).toEqual(['16:00:00 call arrived dialled 1000', '16:00:00 call queued queue sales'])
  toggle.click()
  flushSync()
  expect(target.querySelector('dialog li')).toBeNull()
  target.querySelector<HTMLElement>('dialog header button')!.click()
  flushSync()
  expect(target.querySelector('dialog')).toBeNull()
})

test('what is asked for is the figure, and whose it is', async () => {
  const { asked, press } = await page()
  for (const figure of ['report-agent-1001-wrap-up', 'report-total-longest-wait', 'report-sales-asa'])
    press(figure)
  await settled()
  expect(asked.map(([, path]) => path).filter((path) => path.includes('calls'))).toEqual([
    '/reports/today/calls?figure=wrap_up_s&agent=1001',
    '/reports/today/calls?figure=offered',
    '/reports/today/calls?figure=asa_s&queue=sales',
  ])
})

test('no calls are said to be none, and a refusal is read in the window', async () => {
  const { find, press, words } = await page({
    [salesAnswered]: { calls: [] },
    'GET /reports/today/calls?figure=missed&agent=1001': refusal(
      409,
      'The day is being counted anew; try again.',
    ),
  })
  press('report-sales-answered')
  await settled()
  expect(words()).toContain('No calls.')
  press('report-agent-1001-missed')
  await settled()
  expect(find('calls-behind')).toBeNull()
  expect(words()).toContain('The day is being counted anew; try again.')
})

test('it is read again on a press; one that fails leaves the figures and says why', async () => {
  const answers: Record<string, unknown> = { 'GET /reports/today': report }
  server(answers)
  const shown = show(ReportPage, {})
  await settled()
  answers['GET /reports/today'] = {
    ...report,
    queues: [{ ...figures, offered: 11, queue: 'sales' }],
    agents: [],
  }
  shown.press('report-refresh')
  await settled()
  expect(shown.find('report-sales-offered')!.textContent).toBe('11')
  const nobody = [...shown.target.querySelectorAll('table')][1]!
  expect(nobody.querySelector('tbody')!.textContent).toContain('No agents')
  expect(nobody.querySelector('td')!.colSpan).toBe(nobody.querySelectorAll('th').length)
  answers['GET /reports/today'] = refusal(503, 'The report is not there yet.')
  shown.press('report-refresh')
  await settled()
  expect(notice.sentence).toBe('The report is not there yet.')
  expect(shown.find('report-sales-offered')!.textContent).toBe('11')
})
