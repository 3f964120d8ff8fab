// The far end's voice: one audio element for as long as one leg lives.

export class RemoteSound {
  private element: HTMLAudioElement | null = null

  follow(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      this.play(event.streams[0] ?? new MediaStream([event.track]))
    })
  }

  stop(): void {
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
    }
    if (this.element.srcObject !== stream) this.element.srcObject = stream
  }
}
