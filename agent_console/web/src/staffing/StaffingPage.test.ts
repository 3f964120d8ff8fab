// Staffing: today is asked for at once, then what was typed; answered with a chart, a table, and the formulas.
import { beforeEach, expect, test } from 'vitest'
import { notice } from '../notice.svelte'
import { speakEnglish } from '../test/catalogue'
import { choose } from '../test/choose'
import { show } from '../test/mount'
import { refusal, server, settled, type Asked } from '../test/server'
import type { Need, Staffing } from '../wire'
import { searchOf, today, usual } from './question'
import StaffingPage from './StaffingPage.svelte'

const need: Need = {
  ...{ agents: 14, scheduled: 20, service_level: 0.888, asa_s: 7.8, occupancy: 0.71, abandoned: 0 },
}
const staffing: Staffing = {
  ...{ date: '2026-11-21', timezone: 'Asia/Shanghai', minutes: 30, queue: null },
  formulas: { erlang_c: { id: 'erlang.c', text: 'P(wait > T) by A and N', threshold_s: 20 } },
  intervals: [{ start: '09:00', offered: 100, aht_s: 180, erlangs: 10, erlang_c: need, erlang_a: null }],
}
const first = `GET /staffing?${searchOf(usual(today()))}`
const expected: Staffing = { ...staffing, date: null }
const searched = (asked: Asked[]) => Object.fromEntries(new URLSearchParams(asked.at(-1)![1].split('?')[1]))

beforeEach(() => {
  speakEnglish()
  notice.clear()
})

test('today comes first: its chart, its table, how it was worked out', async () => {
  server({ [first]: staffing })
  const shown = show(StaffingPage, {})
  await settled()
  expect(shown.find('staffing-row-09:00')!.textContent).toContain('14')
  expect(shown.all('staffing-bar')).toHaveLength(1)
  expect(shown.find('formula-erlang.c')!.textContent.replace(/\s+/g, ' ')).toContain(
    'Agents by Erlang C erlang.c P(wait > T) by A and N, within 20 s',
  )
  expect(shown.words()).toContain('Saturday, 21 November 2026')
})

test('who points at a row sees its column chosen and its figures read', async () => {
  server({ [first]: staffing })
  const shown = show(StaffingPage, {})
  await settled()
  const reading = () => shown.find('staffing-reading')!.textContent
  expect(reading()).not.toContain('09:00')
  shown.find('staffing-row-09:00')!.dispatchEvent(new Event('pointerenter'))
  await settled()
  expect(reading()).toContain('09:00')
  expect(shown.find('staffing-bar')!.getAttribute('class')).toContain('chosen')
})

test('another queue and a shorter interval are asked for', async () => {
  const asked = server({ [first]: staffing })
  const shown = show(StaffingPage, {})
  await settled()
  choose(shown.find('staffing-queue'), 'sales')
  choose(shown.find('staffing-minutes'), '15')
  shown.write('staffing-day', '2026-11-20')
  shown.write('staffing-patience', '90')
  shown.press('staffing-ask')
  await settled()
  expect(searched(asked)).toEqual({
    ...{ day: '2026-11-20', queue: 'sales', minutes: '15', target: '0.8' },
    ...{ threshold: '20', patience: '90', shrinkage: '0.3' },
  })
})

test('calls expected are asked for with a handling time, and without a day', async () => {
  const answer = `GET /staffing?${searchOf({ ...usual(''), of: 'calls', calls: '12, 20', aht: 180 })}`
  const asked = server({ [first]: staffing, [answer]: expected })
  const shown = show(StaffingPage, {})
  await settled()
  expect((shown.find('staffing-aht') as HTMLInputElement).required).toBe(false)
  shown.press('staffing-of-calls')
  expect(shown.find('staffing-of-calls')!.getAttribute('aria-pressed')).toBe('true')
  expect(shown.find('staffing-day')).toBeNull()
  expect((shown.find('staffing-aht') as HTMLInputElement).required).toBe(true)
  shown.write('staffing-calls', '12, 20')
  shown.write('staffing-aht', '180')
  shown.press('staffing-ask')
  await settled()
  expect(searched(asked)).toMatchObject({ calls: '12,20', first: '09:00', aht: '180' })
  expect(shown.target.querySelector('#staffing-heading')!.textContent.trim()).toBe('Calls expected')
})

test('a day without calls says so', async () => {
  server({ [first]: { ...staffing, intervals: [] } })
  const shown = show(StaffingPage, {})
  await settled()
  expect(shown.find('staffing-empty')!.textContent).toBe('No calls on this day.')
  expect(shown.find('staffing-table')).toBeNull()
})

test('a refusal is said, and one may ask again', async () => {
  server({ [first]: refusal(422, 'A day has at most 24 hours.') })
  const shown = show(StaffingPage, {})
  await settled()
  expect(notice.sentence).toBe('A day has at most 24 hours.')
  expect((shown.find('staffing-ask') as HTMLButtonElement).disabled).toBe(false)
})
