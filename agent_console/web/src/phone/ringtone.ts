// The sound of a ringing call, made of sine waves so that there is no file to load or to miss.
import { onDeviceChosen, outputOf } from './devices'

const PATTERN_S = 3
const STRIKES = [0, 0.38]
const LOUDLY = 0.22
const SOFTLY = 0.05
const NOTES = [587.33, 880]

export class Ringtone {
  private context: AudioContext | null = null
  private output: AudioNode | null = null
  private timer: ReturnType<typeof setInterval> | undefined
  private softly = false

  constructor() {
    onDeviceChosen((part) => part === 'ringer' && (this.output = null))
  }

  // Browsers keep a page silent until its first gesture; opening the context inside one lets it ring later.
  unlock(): void {
    this.context ??= new AudioContext()
    void this.context.resume()
  }

  // Softly, with one strike, for whoever speaks with somebody already.
  start(softly = false): void {
    this.softly = softly
    if (this.timer !== undefined) return
    this.context ??= new AudioContext()
    void this.context.resume()
    this.ring()
    this.timer = setInterval(() => this.ring(), PATTERN_S * 1000)
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
    void this.context?.suspend()
  }

  private ring(): void {
    const context = this.context
    if (!context) return
    this.output ??= outputOf(context, 'ringer')
    for (const strike of this.softly ? STRIKES.slice(0, 1) : STRIKES)
      NOTES.forEach((pitch, index) =>
        this.strike(context, pitch, context.currentTime + strike + index * 0.06),
      )
  }

  private strike(context: AudioContext, pitch: number, at: number): void {
    const tone = context.createOscillator()
    const loudness = context.createGain()
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, at)
    loudness.gain.exponentialRampToValueAtTime(this.softly ? SOFTLY : LOUDLY, at + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.9)
    tone.connect(loudness).connect(this.output ?? context.destination)
    tone.start(at)
    tone.stop(at + 1)
  }
}
