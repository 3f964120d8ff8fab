// The note of a call, saved while the agent types. What is typed is kept until the server has it, also when
// the server is away for a while or the next call is already here. What a colleague on the same call writes
// meanwhile is put together with it, by words.
import { writeNote } from '../api/calls'
import { Refusal } from '../api/http'
import { merge } from './merge'

type Saving = 'saved' | 'saving' | 'unsaved'
type Kept = { text: string; revision: number }
type Moved = (cursor: number) => number

const PAUSE_MS = 500
const RETRY_MS = 2000

export class Note {
  text = $state('')
  saving = $state<Saving>('saved')
  // How the last change that was not typed here has moved a cursor; null after one that was.
  moved: Moved | null = null
  private written = ''
  // What was sent and may be written by now, though no answer came yet.
  private tried: string[] = []
  private composing = false
  private heard: Kept | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(
    readonly call: string,
    text: string,
    private revision: number,
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
    if (!composing && this.heard) this.hear(this.heard.text, this.heard.revision)
  }

  // Somebody else may have written: our own unsaved words are put together with theirs. What comes late, an answer
  // that overtook it, is passed over.
  hear(text: string, revision: number): void {
    if (revision <= this.revision) return
    this.heard = this.composing ? { text, revision } : null
    if (!this.composing) this.take({ text, revision })
  }

  // One after the other: each is based on what the one before has written.
  save(): Promise<void> {
    clearTimeout(this.timer)
    this.writing = this.writing.then(() => this.send())
    return this.writing
  }

  private take({ text: theirs, revision }: Kept): void {
    // Our own text, come back by another way: what was typed since is based on it.
    const base = this.tried.includes(theirs) ? theirs : this.written
    const { text, place } = merge(base, this.text, theirs)
    this.written = theirs
    this.revision = revision
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

  private async send(): Promise<void> {
    const text = this.text
    if (text === this.written) {
      this.saving = 'saved'
      return
    }
    this.tried.push(text)
    try {
      this.keep(text, (await this.write(this.call, text, this.written)).revision)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'note_changed')
        return this.sendTogether({ text: String(error.said.note), revision: Number(error.said.revision) })
      this.saving = 'unsaved'
      // A refusal in so many words will not change by asking again; silence may.
      if (!(error instanceof Refusal) || error.status === 0 || error.status >= 500) this.later(RETRY_MS)
    }
  }

  private keep(text: string, revision: number): void {
    this.tried = []
    if (revision > this.revision) {
      this.written = text
      this.revision = revision
    }
    if (this.text === this.written) this.saving = 'saved'
    // Typed while this was on its way: nobody else would send it.
    else this.later(PAUSE_MS)
  }

  // At once, not after a pause: whoever waits for the note to be saved is about to leave the call.
  private async sendTogether(theirs: Kept): Promise<void> {
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
