// How long something may be unwell before it is started afresh. A browser slows timers of libraries in a
// background tab; this is asked by the worker's beat instead.

export class Patience {
  private unwellSince: number | null = null

  constructor(private limitMs: number) {}

  isOver(well: boolean, now: number): boolean {
    if (well) {
      this.unwellSince = null
      return false
    }
    this.unwellSince ??= now
    if (now - this.unwellSince < this.limitMs) return false
    this.unwellSince = null
    return true
  }
}
