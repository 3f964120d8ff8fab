// Shows a film: loads one stretch after the other, and lets the time run as fast as is wished.
import { readFilm } from '../api/film'
import { speech } from '../language/language.svelte'
import { notice } from '../notice.svelte'
import type { FilmFrame } from '../wire_admin'
import { floorAfter, shownAt, step, toldAfter } from './reel'

export const STRETCH_MS = 15 * 60_000
const BEAT_MS = 100

export class Projector {
  time = $state(0)
  playing = $state(false)
  speed = $state(10)
  frames = $state.raw<FilmFrame[]>([])
  from = $state(0)
  loading = $state(false)
  private timer: ReturnType<typeof setInterval> | undefined

  readonly count = $derived(shownAt(this.frames, this.time))
  readonly floor = $derived(floorAfter(this.frames, this.count))
  readonly told = $derived(toldAfter(this.frames, this.count))

  // A stretch begins a little before what is looked at, so that one step back is at hand.
  async seek(time: number): Promise<void> {
    if (this.frames.length && time >= this.from && time < this.from + STRETCH_MS) {
      this.time = time
      return
    }
    await this.load(time - STRETCH_MS / 5)
    this.time = time
  }

  async step(forward: boolean): Promise<void> {
    this.pause()
    if (this.loading || this.frames.length === 0) return
    const found = step(this.frames, this.time, forward)
    const beyond = forward ? this.from + STRETCH_MS : this.from - 1
    if (found !== null) this.time = found
    // What has not been yet cannot be shown.
    else if (beyond < Date.now()) await this.seek(beyond)
  }

  play(): void {
    this.playing = true
    clearInterval(this.timer)
    this.timer = setInterval(() => this.run(BEAT_MS), BEAT_MS)
  }

  pause(): void {
    this.playing = false
    clearInterval(this.timer)
  }

  // So many milliseconds of the watcher's time have passed.
  run(passed: number): void {
    if (this.loading) return
    const time = this.time + passed * this.speed
    if (time >= Date.now()) this.pause()
    else void this.seek(time)
  }

  private async load(from: number): Promise<void> {
    this.loading = true
    const done = await notice.carry(
      readFilm(from, from + STRETCH_MS, speech.language).then((film) => {
        this.frames = film.frames
        this.from = from
      }),
    )
    this.loading = false
    if (!done) this.pause()
  }
}
