// Where a day begins by the clock of the site, and where its calls stand on a line of it. Pure.
import type { IntervalView } from '../wire_admin'

export const DAY_MS = 24 * 3600_000
const MINUTE_MS = 60_000

export interface Place {
  minute: number
  offered: number
  abandoned: number
}

// Midnight of a date in a time zone, in milliseconds: what the zone's clock shows is compared with what it should.
export function midnight(date: string, timeZone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`)
  let at = wanted
  for (let turn = 0; turn < 2; turn++) at -= clockOf(at, timeZone) - wanted
  return at
}

function clockOf(at: number, timeZone: string): number {
  const shape = { hourCycle: 'h23', timeZone } as const
  const two = '2-digit' as const
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...shape,
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  }).formatToParts(new Date(at))
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

// Each interval as shares of the busiest one.
export function placesOf(intervals: IntervalView[], start: number): Place[] {
  const most = Math.max(1, ...intervals.map((one) => one.offered))
  return intervals.map((one) => ({
    minute: Math.round((Date.parse(one.start) - start) / MINUTE_MS),
    offered: one.offered / most,
    abandoned: one.abandoned / most,
  }))
}
