// A second of a soft tone where calls are heard, or where they ring.
import { outputOf } from './devices'

const PITCH = 440
const SECONDS = 1

export function playTestTone(part: 'speaker' | 'ringer'): void {
  const context = new AudioContext()
  const tone = context.createOscillator()
  const loudness = context.createGain()
  const now = context.currentTime
  tone.frequency.value = PITCH
  loudness.gain.setValueAtTime(0.0001, now)
  loudness.gain.exponentialRampToValueAtTime(0.2, now + 0.05)
  loudness.gain.exponentialRampToValueAtTime(0.0001, now + SECONDS)
  tone.connect(loudness).connect(outputOf(context, part))
  tone.onended = () => void context.close()
  tone.start()
  tone.stop(now + SECONDS)
}
