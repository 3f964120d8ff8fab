// How good a conversation sounds, reckoned from what the network does to it. ITU-T G.107 (the E-model) in the short form
// of R. G. Cole and J. H. Rosenbluth, "Voice over IP performance monitoring" (ACM SIGCOMM CCR 31(2), 2001):
// R = 93.2 - Id - Ie,eff. Equipment factors are those of ITU-T G.113, Appendix I: G.711 with concealment has Ie 0 and
// Bpl 25.1. Opus is in no table; at a browser's bit rates it is unimpaired by itself, and its concealment is reckoned
// as that of G.711. Losses are taken as random (BurstR 1).

const BEST_R = 93.2
const KNEE_MS = 177.3
const CODECS: Record<string, { ie: number; bpl: number }> = {
  opus: { ie: 0, bpl: 25.1 },
  pcmu: { ie: 0, bpl: 25.1 },
  pcma: { ie: 0, bpl: 25.1 },
}
// One packet's length, and what a codec looks ahead at most.
const FRAME_MS = 20
const AHEAD_MS = 6.5
// A jitter buffer keeps about twice the jitter back.
const BUFFER_JITTERS = 2

export interface Network {
  loss: number
  jitterMs: number
  rttMs: number
  codec: string
}

export function ratingOf({ loss, jitterMs, rttMs, codec }: Network): number {
  const delay = rttMs / 2 + BUFFER_JITTERS * jitterMs + FRAME_MS + AHEAD_MS
  const late = Math.max(0, delay - KNEE_MS)
  const id = 0.024 * delay + 0.11 * late
  const { ie, bpl } = CODECS[codec.toLowerCase()] ?? CODECS.pcmu!
  const percent = loss * 100
  const effective = ie + ((95 - ie) * percent) / (percent + bpl)
  return Math.min(100, Math.max(0, BEST_R - id - effective))
}

// The mean opinion score of a rating, G.107 Annex B: 1 (bad) to 4.5.
export function mosOf(rating: number): number {
  if (rating <= 6.5) return 1
  if (rating >= 100) return 4.5
  return 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
}
