// Whether the browser lets us hear the person, asked before the first call so that answering never waits
// for a permission question.
import type { PongMicrophone } from '../wire'
import { audioWanted } from './devices'

export async function probeMicrophone(): Promise<PongMicrophone> {
  // Browsers hide the devices altogether on pages that are neither HTTPS nor this machine's own.
  if (!navigator.mediaDevices?.getUserMedia) return 'denied'
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() })
    const muted = stream.getAudioTracks().every((track) => track.muted)
    for (const track of stream.getTracks()) track.stop()
    return muted ? 'muted' : 'ok'
  } catch (error) {
    return (error as DOMException).name === 'NotAllowedError' ? 'denied' : 'missing'
  }
}

export function watchMicrophone(listener: (microphone: PongMicrophone) => void): () => void {
  let watching = true
  const look = () => {
    void probeMicrophone().then((microphone) => {
      if (watching) listener(microphone)
    })
  }
  look()
  navigator.mediaDevices?.addEventListener?.('devicechange', look)
  let permission: PermissionStatus | undefined
  void navigator.permissions
    ?.query({ name: 'microphone' as PermissionName })
    .then((status) => {
      permission = status
      if (watching) status.addEventListener('change', look)
    })
    .catch(() => {
      // Some browsers cannot be asked about this permission; the probe alone must do there.
    })
  return () => {
    watching = false
    navigator.mediaDevices?.removeEventListener?.('devicechange', look)
    permission?.removeEventListener('change', look)
  }
}
