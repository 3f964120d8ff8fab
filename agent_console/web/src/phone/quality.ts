// A call's quality as it goes on: counters of the browser in, samples, a warning and the call's figures out. Pure.
import { mosOf, ratingOf } from './emodel'

export interface Counters {
  received: number
  lost: number
  jitterMs: number
  rttMs: number
  // What the far end says it misses of ours, as a share.
  farLoss: number
  codec: string
}
export interface Sample {
  loss: number
  jitterMs: number
  rttMs: number
  rating: number
  mos: number
}
export interface Heard {
  samples: number
  last: Sample | null
  worst: number
  sums: { mos: number; loss: number; jitterMs: number; rttMs: number }
  bad: number
  good: number
  warns: boolean
}
export interface Figures {
  mos: number
  mos_min: number
  loss: number
  jitter_ms: number
  rtt_ms: number
}
export type Grade = 'good' | 'fair' | 'poor'

const POOR_RATING = 70
const FAIR_RATING = 80
const MUCH_LOSS = 0.03
const IN_A_ROW = 3

export const unheard: Heard = {
  samples: 0,
  last: null,
  worst: Infinity,
  sums: { mos: 0, loss: 0, jitterMs: 0, rttMs: 0 },
  bad: 0,
  good: 0,
  warns: false,
}

// Nothing is said of a time in which nothing came: a call on hold is no bad call.
export function sampleOf(before: Counters, now: Counters): Sample | null {
  const received = now.received - before.received
  const lost = Math.max(0, now.lost - before.lost)
  if (received <= 0) return null
  const loss = Math.min(1, Math.max(lost / (received + lost), now.farLoss))
  const { jitterMs, rttMs, codec } = now
  const rating = ratingOf({ loss, jitterMs, rttMs, codec })
  return { loss, jitterMs, rttMs, rating, mos: mosOf(rating) }
}

export function hear(heard: Heard, sample: Sample): Heard {
  const bad = sample.rating < POOR_RATING ? heard.bad + 1 : 0
  const good = bad || sample.loss > MUCH_LOSS ? 0 : heard.good + 1
  const { mos, loss, jitterMs, rttMs } = heard.sums
  return {
    samples: heard.samples + 1,
    last: sample,
    worst: Math.min(heard.worst, sample.mos),
    sums: {
      mos: mos + sample.mos,
      loss: loss + sample.loss,
      jitterMs: jitterMs + sample.jitterMs,
      rttMs: rttMs + sample.rttMs,
    },
    bad,
    good,
    warns: bad >= IN_A_ROW || sample.loss > MUCH_LOSS || (heard.warns && good < IN_A_ROW),
  }
}

export function gradeOf(sample: Sample): Grade {
  if (sample.rating < POOR_RATING || sample.loss > MUCH_LOSS) return 'poor'
  return sample.rating < FAIR_RATING ? 'fair' : 'good'
}

export function figuresOf({ samples, worst, sums }: Heard): Figures | null {
  if (samples === 0) return null
  return {
    mos: sums.mos / samples,
    mos_min: worst,
    loss: sums.loss / samples,
    jitter_ms: sums.jitterMs / samples,
    rtt_ms: sums.rttMs / samples,
  }
}
