// One SIP session of the browser's telephone: its sound, its digits, and what happens to it told as reports.
import type { UA } from 'jssip'
import type { IncomingRequest } from 'jssip/lib/SIPMessage'
import type { RTCSession } from 'jssip/lib/RTCSession'
import { audioWanted } from './devices'
import { RemoteSound } from './sound'
import type { LegReport } from './state'

export type LegWord = LegReport | { type: 'microphone'; microphone: 'denied' }
type Hear = (leg: Leg, report: LegWord) => void
export type LegAction = 'answer' | 'hold' | 'unhold' | 'mute' | 'unmute'

const ICE_PATIENCE_MS = 500
const DIGIT_MS = 160
const media = () => ({
  mediaConstraints: { audio: audioWanted(), video: false },
  pcConfig: { iceServers: [] },
})

export class Leg {
  private sound = new RemoteSound()
  private session: RTCSession | null = null
  private iceTimer: ReturnType<typeof setTimeout> | undefined

  private constructor(private hear: Hear) {}

  static incoming(invitation: { session: RTCSession; request: IncomingRequest }, hear: Hear): Leg {
    const leg = new Leg(hear)
    leg.session = invitation.session
    const handlers = leg.handlers()
    for (const [name, handler] of Object.entries(handlers))
      invitation.session.on(name as 'progress', handler as () => void)
    return leg
  }

  static outgoing(ua: UA, target: string, headers: string[], hear: Hear): Leg {
    const leg = new Leg(hear)
    // The peer connection is made inside call(), so its handlers have to travel with it.
    leg.session = ua.call(target, {
      ...media(),
      extraHeaders: headers,
      eventHandlers: leg.handlers() as object,
    })
    return leg
  }

  get connection(): RTCPeerConnection | null {
    return this.session?.connection ?? null
  }

  do(action: LegAction): void {
    const session = this.session
    if (!session) return
    if (action === 'answer') session.answer(media())
    else if (action === 'hold') session.hold()
    else if (action === 'unhold') session.unhold()
    else if (action === 'mute') session.mute({ audio: true })
    else session.unmute({ audio: true })
  }

  // A microphone that was plugged in anew: the conversation goes on with it.
  async renewMicrophone(always = false): Promise<void> {
    const sender = this.connection?.getSenders().find((each) => each.track?.kind === 'audio')
    const before = sender?.track
    if (!sender || (before?.readyState === 'live' && !always)) return
    const stream = await navigator.mediaDevices.getUserMedia(media().mediaConstraints)
    const track = stream.getAudioTracks()[0] ?? null
    // Who was muted stays so.
    if (track && before) track.enabled = before.enabled
    await sender.replaceTrack(track)
    before?.stop()
  }

  end(status?: number): void {
    if (!this.session || this.session.isEnded()) return
    this.session.terminate(status ? { status_code: status } : {})
  }

  abandon(): void {
    this.hear = () => {}
    this.end()
    this.silence()
  }

  sendDigit(digit: string): void {
    if (!this.session?.isEstablished()) return
    // The library's enum of transports is typed but not exported by name; the wire word is what it checks.
    const transportType = 'RFC2833' as never
    this.session.sendDTMF(digit, { transportType, duration: DIGIT_MS, interToneGap: 70 })
  }

  private handlers() {
    const tell = (report: LegWord) => this.hear(this, report)
    const over = (event: { cause: string }) => {
      this.silence()
      tell({ type: 'ended', cause: event.cause, at: Date.now() })
    }
    return {
      peerconnection: (event: { peerconnection: RTCPeerConnection }) =>
        this.sound.follow(event.peerconnection),
      icecandidate: (event: { ready: () => void }) => {
        this.iceTimer ??= setTimeout(event.ready, ICE_PATIENCE_MS)
      },
      sdp: () => this.stopWaiting(),
      progress: (event: { originator: string }) => {
        if (event.originator === 'remote') tell({ type: 'progressing' })
      },
      accepted: () => tell({ type: 'established', at: Date.now() }),
      confirmed: () => tell({ type: 'established', at: Date.now() }),
      hold: (event: { originator: string }) => event.originator === 'local' && tell({ type: 'held' }),
      unhold: (event: { originator: string }) => event.originator === 'local' && tell({ type: 'retrieved' }),
      muted: () => tell({ type: 'muted', muted: true }),
      unmuted: () => tell({ type: 'muted', muted: false }),
      getusermediafailed: () => tell({ type: 'microphone', microphone: 'denied' }),
      ended: over,
      failed: over,
    }
  }

  private stopWaiting(): void {
    clearTimeout(this.iceTimer)
    this.iceTimer = undefined
  }

  silence(): void {
    this.stopWaiting()
    this.sound.stop()
  }
}
