// The far end's voice: one audio element for as long as one leg lives, at the headset that was chosen.
import { onDeviceChosen, soundAt } from './devices'

export class RemoteSound {
  private element: HTMLAudioElement | null = null
  private forgetDevices = () => {}

  follow(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      this.play(event.streams[0] ?? new MediaStream([event.track]))
    })
  }

  stop(): void {
    this.forgetDevices()
    if (!this.element) return
    this.element.srcObject = null
    this.element.remove()
    this.element = null
  }

  private play(stream: MediaStream): void {
    if (!this.element) {
      this.element = document.createElement('audio')
      this.element.autoplay = true
      this.element.dataset.testid = 'remote-audio'
      document.body.append(this.element)
      const element = this.element
      void soundAt(element, 'speaker')
      this.forgetDevices = onDeviceChosen((part) => part === 'speaker' && void soundAt(element, 'speaker'))
    }
    if (this.element.srcObject !== stream) this.element.srcObject = stream
  }
}
