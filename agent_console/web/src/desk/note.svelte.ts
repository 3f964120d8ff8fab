// The note of a call, saved while the agent types. What is typed is kept until the server has it, also when
// the server is away for a while or the next call is already here.
import { writeNote } from '../api/calls'
import { Refusal } from '../api/http'

type Saving = 'saved' | 'saving' | 'unsaved'

const PAUSE_MS = 500
const RETRY_MS = 2000

export class Note {
  text = $state('')
  saving = $state<Saving>('saved')
  private written = ''
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
    this.text = text
    this.saving = 'saving'
    this.later(PAUSE_MS)
  }

  // Another tab may have written; our own unsaved words are never overwritten.
  hear(text: string): void {
    if (this.saving !== 'saved' || text === this.written) return
    this.text = this.written = text
  }

  // One after the other: the last one wins at the server, so the last one must arrive last.
  save(): Promise<void> {
    clearTimeout(this.timer)
    this.writing = this.writing.then(() => this.send())
    return this.writing
  }

  private async send(): Promise<void> {
    const text = this.text
    if (text === this.written) {
      this.saving = 'saved'
      return
    }
    try {
      await this.write(this.call, text)
      this.written = text
      if (this.text === text) this.saving = 'saved'
    } catch (error) {
      this.saving = 'unsaved'
      // A refusal in so many words will not change by asking again; silence may.
      if (!(error instanceof Refusal) || error.status === 0 || error.status >= 500) this.later(RETRY_MS)
    }
  }

  private later(wait: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), wait)
  }
}
