// A day's intervals as the lines a chart draws: pure.
import type { IntervalView } from '../wire_admin'

export interface Lines {
  at: number[]
  offered: number[]
  answered: number[]
  abandoned: number[]
  level: (number | null)[]
  longest: (number | null)[]
}

export function linesOf(intervals: IntervalView[]): Lines {
  const column = <Value>(read: (one: IntervalView) => Value) => intervals.map(read)
  return {
    at: column((one) => Date.parse(one.start) / 1000),
    offered: column((one) => one.offered),
    answered: column((one) => one.answered),
    abandoned: column((one) => one.abandoned),
    level: column((one) => (one.service_level === null ? null : Math.round(one.service_level * 1000) / 10)),
    longest: column((one) => one.longest_wait_s),
  }
}

// The clock of the site, whatever the clock of whoever looks.
export function clockAt(seconds: number, timeZone: string): string {
  const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(seconds * 1000))
}

// From the first interval's begin to the last one's end, however few there are.
export function spanOf({ at, step }: { at: number[]; step: number }): [number, number] {
  return [at[0] ?? 0, (at.at(-1) ?? 0) + step]
}
