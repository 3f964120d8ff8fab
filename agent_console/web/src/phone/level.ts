// The loudness of the chosen microphone, from 0 to 1, many times a second.
import { audioWanted } from './devices'

// Speech at arm's length moves the needle to the middle.
const FULL = 0.25

export function loudnessOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.min(1, Math.sqrt(sum / Math.max(1, samples.length)) / FULL)
}

// As it comes from the microphone: what browsers hold for noise would be left out of what is shown.
function raw(): MediaTrackConstraints {
  const wanted = audioWanted()
  return { ...(wanted === true ? {} : wanted), noiseSuppression: false, echoCancellation: false }
}

export interface Listening {
  opened: Promise<void>
  stop(): void
}

export function listenTo(hear: (loudness: number) => void): Listening {
  let going = true
  let close = () => {}
  async function open(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: raw() })
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    const samples = new Float32Array(analyser.fftSize)
    context.createMediaStreamSource(stream).connect(analyser)
    close = () => {
      for (const track of stream.getTracks()) track.stop()
      void context.close()
    }
    if (!going) return close()
    const look = () => {
      if (!going) return
      analyser.getFloatTimeDomainData(samples)
      hear(loudnessOf(samples))
      requestAnimationFrame(look)
    }
    look()
  }
  return {
    opened: open(),
    stop: () => {
      going = false
      close()
    },
  }
}
