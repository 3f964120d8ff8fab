// Four beats a second for everything that counts time, also while the tab is in the background.

type Listener = () => void
const listeners = new Set<Listener>()
let beating = false
const BEAT_MS = 250

function beat(): void {
  for (const listener of listeners) listener()
}

function begin(): void {
  if (beating) return
  beating = true
  if (typeof Worker === 'undefined') {
    setInterval(beat, BEAT_MS)
    return
  }
  const worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = beat
  // A policy or an old browser may refuse workers; a slowed beat is better than none.
  worker.onerror = () => setInterval(beat, BEAT_MS)
}

export function onBeat(listener: Listener): () => void {
  begin()
  listeners.add(listener)
  return () => listeners.delete(listener)
}
