// The one sentence shown when an order did not work. A newer one replaces it: nothing stacks.
import { Refusal } from './api/http'
import { t } from './language/language.svelte'

export function explain(error: unknown): string {
  if (!(error instanceof Refusal)) return String(error)
  if (error.message) return error.message
  if (error.code === 'server_away') return t('error.server_away')
  return t('error.unknown', { status: error.status })
}

class Notice {
  sentence = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined

  say(sentence: string): void {
    this.sentence = sentence
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.sentence = ''), 8000)
  }

  clear(): void {
    this.sentence = ''
  }

  // Runs an order; what goes wrong is said, and false tells that it did.
  async carry(order: Promise<unknown>): Promise<boolean> {
    try {
      await order
      return true
    } catch (error) {
      this.say(explain(error))
      return false
    }
  }
}

export const notice = new Notice()
