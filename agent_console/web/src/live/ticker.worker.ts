// A worker that only beats: a browser slows a background tab's own timers down, but not a worker's.
const BEAT_MS = 250

setInterval(() => postMessage('beat'), BEAT_MS)

export {}
