// The note of a call, saved while the agent types. What is typed is kept until the server has it, also when
// the server is away for a while or the next call is already here. What a colleague on the same call writes
// meanwhile is put together with it, by words.
import { writeNote } from '../api/calls'
import { Refusal } from '../api/http'
import { merge } from './merge'

type Saving = 'saved' | 'saving' | 'unsaved'
type Moved = (cursor: number) => number

const PAUSE_MS = 500
const RETRY_MS = 2000
// A text of ours comes back with the desk, perhaps later than the answer to a newer one.
const ECHO_MS = 5000

export class Note {
  text = $state('')
  saving = $state<Saving>('saved')
  // How the last change that was not typed here has moved a cursor; null after one that was.
  moved: Moved | null = null
  private written = ''
  private sent: { text: string; at: number }[] = []
  private composing = false
  private heard: string | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(
    readonly call: string,
    text: string,
    private write: typeof writeNote = writeNote,
  ) {
    this.text = this.written = text
  }

  type(text: string): void {
    this.moved = null
    this.text = text
    this.saving = 'saving'
    this.later(PAUSE_MS)
  }

  // While a Chinese word is being composed, the field must be left alone.
  compose(composing: boolean): void {
    this.composing = composing
    if (!composing && this.heard !== null) this.hear(this.heard)
  }

  // Somebody else may have written: our own unsaved words are put together with theirs.
  hear(text: string): void {
    this.heard = this.composing ? text : null
    if (this.composing || text === this.written || this.isEcho(text)) return
    this.take(text)
  }

  // One after the other: each is based on what the one before has written.
  save(): Promise<void> {
    clearTimeout(this.timer)
    this.writing = this.writing.then(() => this.send())
    return this.writing
  }

  private take(theirs: string): void {
    const { text, place } = merge(this.written, this.text, theirs)
    this.written = theirs
    if (text !== this.text) {
      this.moved = place
      this.text = text
    }
    if (text === theirs) this.saving = 'saved'
    else {
      this.saving = 'saving'
      this.later(PAUSE_MS)
    }
  }

  private isEcho(text: string): boolean {
    this.sent = this.sent.filter((each) => each.at > Date.now() - ECHO_MS)
    return this.sent.some((each) => each.text === text)
  }

  private async send(): Promise<void> {
    const text = this.text
    if (text === this.written) {
      this.saving = 'saved'
      return
    }
    this.sent.push({ text, at: Date.now() })
    try {
      await this.write(this.call, text, this.written)
      this.written = text
      if (this.text === text) this.saving = 'saved'
      // Typed while this was on its way: nobody else would send it.
      else this.later(PAUSE_MS)
    } catch (error) {
      this.sent = this.sent.filter((each) => each.text !== text)
      if (error instanceof Refusal && error.code === 'note_changed')
        return this.sendTogether(error.said.note ?? '')
      this.saving = 'unsaved'
      // A refusal in so many words will not change by asking again; silence may.
      if (!(error instanceof Refusal) || error.status === 0 || error.status >= 500) this.later(RETRY_MS)
    }
  }

  // At once, not after a pause: whoever waits for the note to be saved is about to leave the call.
  private async sendTogether(theirs: string): Promise<void> {
    if (this.composing) {
      this.heard = theirs
      return this.later(PAUSE_MS)
    }
    this.take(theirs)
    clearTimeout(this.timer)
    await this.send()
  }

  private later(wait: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), wait)
  }
}
