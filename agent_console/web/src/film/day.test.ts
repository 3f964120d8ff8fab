// A day begins at the site's midnight, whatever the clock of whoever looks.
import { expect, test } from 'vitest'
import { figures } from '../test/examples'
import { midnight, placesOf } from './day'

test.each([
  ['2026-11-21', 'Asia/Shanghai', '2026-11-20T16:00:00.000Z'],
  ['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
])('%s in %s', (date, zone, begins) => {
  expect(new Date(midnight(date, zone)).toISOString()).toBe(begins)
})

test('intervals stand at their minute, as shares of the busiest', () => {
  const at = (start: string, offered: number, abandoned: number) => ({
    ...figures,
    start,
    offered,
    abandoned,
  })
  const start = midnight('2026-11-21', 'Asia/Shanghai')
  const places = placesOf(
    [at('2026-11-21T01:00:00.000Z', 10, 5), at('2026-11-21T01:10:00.000Z', 5, 0)],
    start,
  )
  expect(places).toEqual([
    { minute: 540, offered: 1, abandoned: 0.5 },
    { minute: 550, offered: 0.5, abandoned: 0 },
  ])
})
