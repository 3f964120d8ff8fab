// A soft sound for the supervisor: two low notes, once; nothing that could be taken for a ringing call.
const NOTES = [392, 329.63]
const APART_S = 0.28

export class Chime {
  private context: AudioContext | null = null

  ring(): void {
    if (typeof AudioContext === 'undefined') return
    const context = (this.context ??= new AudioContext())
    void context.resume()
    NOTES.forEach((pitch, place) => this.note(context, pitch, context.currentTime + place * APART_S))
  }

  private note(context: AudioContext, pitch: number, at: number): void {
    const tone = context.createOscillator()
    const loudness = context.createGain()
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, at)
    loudness.gain.exponentialRampToValueAtTime(0.08, at + 0.04)
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.7)
    tone.connect(loudness).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.8)
  }
}
