// The supervisor's orders on the board: carried out, and said quietly to who cannot see the board change.
import { changeAgent, logAgentOut, makeNotReady, makeReady, moveCall, readAgent } from '../api/floor'
import { changeQueue, readQueue } from '../api/settings'
import { t } from '../language/language.svelte'
import { text } from '../language/text'
import { notice } from '../notice.svelte'
import type { Move } from '../wire_floor'

class Hand {
  said = $state('')

  async move(call: string, move: Move, where: string): Promise<void> {
    const said = 'up' in move ? t('hand.moved_up') : t('hand.moved_to', { where })
    if (await notice.carry(moveCall(call, move))) this.said = said
  }

  ready = (agent: string) => notice.carry(makeReady(agent))
  notReady = (agent: string, reason: string) => notice.carry(makeNotReady(agent, reason))
  logOut = (agent: string) => notice.carry(logAgentOut(agent))

  async assign(agent: { id: string; name: string }, queue: { id: string; name: string }): Promise<void> {
    const words = { who: agent.name, queue: queue.name }
    await notice.carry(
      (async () => {
        const { version, settings } = await readAgent(agent.id)
        const already = settings.queues.includes(queue.id)
        if (!already) await changeAgent(agent.id, version, { queues: [...settings.queues, queue.id] })
        this.said = t(already ? 'hand.assigned.already' : 'hand.assigned', words)
      })(),
    )
  }

  // A queue that has nothing to say yet says the usual, so that one act closes it.
  async close(queue: string): Promise<boolean> {
    const close = async () => {
      const { version, settings } = await readQueue(queue)
      const { kind, text: own } = settings.closing.exit
      const silent = kind === 'message' && Object.keys(own).length === 0
      const usual = { zh: text('zh', 'hand.queue.usual'), en: text('en', 'hand.queue.usual') }
      const closing = { closed: true, ...(silent ? { exit: { text: usual } } : {}) }
      await changeQueue(queue, version, { closing })
    }
    return notice.carry(close())
  }

  change(queue: string, settings: Record<string, unknown>): Promise<boolean> {
    const change = async () => changeQueue(queue, (await readQueue(queue)).version, settings)
    return notice.carry(change())
  }
}

export const hand = new Hand()
