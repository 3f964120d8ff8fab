// How long to wait before trying again: longer each time, never quite the same for everyone.

const FIRST_MS = 300
const LONGEST_MS = 5000

export function waitBefore(attempt: number, chance: number = Math.random()): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt)
  return Math.round(Math.max(FIRST_MS, ceiling * (0.5 + chance / 2)))
}
