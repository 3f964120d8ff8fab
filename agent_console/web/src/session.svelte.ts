// Who is logged in on this browser, and the company's own words (queues, reasons, outcomes).
import { Refusal, rememberToken, whenLoggedOut } from './api/http'
import * as api from './api/session'
import { speech } from './language/language.svelte'
import type { Catalogue, Language, LoginPhone, Session, User } from './wire'

type Stage = 'asking' | 'away' | 'out' | 'in'

const noWords: Catalogue = {
  company: '',
  queues: [],
  past_queues: [],
  agents: [],
  not_ready_reasons: [],
  dispositions: [],
}

class Presence {
  stage = $state<Stage>('asking')
  user = $state<User | null>(null)
  catalogue = $state<Catalogue>(noWords)
  // Who logged this person out, until somebody logs in again.
  outBy = $state('')
  private leaving = new Set<() => void>()

  constructor() {
    whenLoggedOut(() => this.leave())
  }

  // What must stop when nobody is logged in any more: the phone and the live socket.
  whenLeaving(listener: () => void): void {
    this.leaving.add(listener)
  }

  async ask(): Promise<void> {
    try {
      await this.enter(await api.readSession())
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return this.leave()
      this.stage = 'away'
      setTimeout(() => void this.ask(), 2000)
    }
  }

  // The live socket cannot say why it was refused; the session can.
  async confirm(): Promise<void> {
    try {
      rememberToken((await api.readSession()).csrf)
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) this.leave()
    }
  }

  async logIn(username: string, password: string, phone: LoginPhone): Promise<void> {
    await this.enter(await api.logIn(username, password, phone))
  }

  async logOut(): Promise<void> {
    await api.logOut().finally(() => this.leave())
  }

  async choose(language: Language): Promise<void> {
    speech.speak(language)
    if (this.stage !== 'in') return
    const session = await api.chooseLanguage(language)
    rememberToken(session.csrf)
    this.user = session.user
  }

  private async enter(session: Session): Promise<void> {
    rememberToken(session.csrf)
    speech.speak(session.user.language)
    this.catalogue = await api.readCatalogue()
    this.user = session.user
    this.outBy = ''
    this.stage = 'in'
  }

  // The company's words have just been changed from this page.
  async refresh(): Promise<void> {
    this.catalogue = await api.readCatalogue()
  }

  putOut(by: string): void {
    this.outBy = by
    this.leave()
  }

  private leave(): void {
    rememberToken(null)
    for (const listener of this.leaving) listener()
    this.user = null
    this.stage = 'out'
  }
}

export const presence = new Presence()
