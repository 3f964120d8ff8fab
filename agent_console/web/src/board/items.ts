// What the board's menus offer for an agent, a waiting call and a queue, as things stand.
import { named, t } from '../language/language.svelte'
import type { HelpMode } from '../api/transfers'
import type { MenuItem } from '../ui/menu_item'
import type { BoardAgent, BoardQueue, NotReadyReason } from '../wire'
import type { Move } from '../wire_floor'

interface AgentOrders {
  ready: () => void
  notReady: (reason: string) => void
  logOut: () => void
  skills: () => void
  // Only where the supervisor has a phone.
  help?: (mode: HelpMode) => void
}
const modes: HelpMode[] = ['listen', 'whisper', 'barge']

export function agentItems(agent: BoardAgent, reasons: NotReadyReason[], orders: AgentOrders): MenuItem[] {
  const skills: MenuItem = { id: 'skills', label: t('hand.skills'), act: orders.skills }
  if (agent.state === 'logged_out' || agent.out_by) return [skills]
  const inCall = agent.state === 'talking' || agent.state === 'wrap_up'
  const ready: MenuItem = { id: 'ready', label: t('hand.ready'), act: orders.ready }
  const notReady: MenuItem = {
    id: 'not-ready',
    label: t('hand.not_ready'),
    items: reasons.map((reason) => ({
      id: `reason-${reason.id}`,
      label: named(reason.name, reason.id),
      act: () => orders.notReady(reason.id),
    })),
  }
  const out: MenuItem = { id: 'log-out', label: t('hand.log_out'), danger: true, act: orders.logOut }
  if (inCall) out.hint = t('hand.log_out.after')
  const mayBeReady = agent.console_alive && agent.state !== 'ready'
  const help = orders.help
  const helps: MenuItem[] =
    help && agent.state === 'talking'
      ? modes.map((mode) => ({ id: `help-${mode}`, label: t(`hand.help.${mode}`), act: () => help(mode) }))
      : []
  return [...helps, ...(mayBeReady ? [ready] : []), notReady, skills, out]
}

// An agent who takes calls now, or will after the one in hand.
export const takesCalls = (agent: BoardAgent) =>
  agent.state !== 'logged_out' && agent.state !== 'not_ready' && !agent.out_by

export function callItems(
  queue: BoardQueue,
  queues: BoardQueue[],
  agents: BoardAgent[],
  move: (move: Move, where: string) => void,
): MenuItem[] {
  const others = queues.filter((other) => other.id !== queue.id && !other.closed)
  const toQueue = others.map((other) => {
    const name = named(other.name, other.id)
    return {
      id: `queue-${other.id}`,
      label: name,
      hint: String(other.waiting),
      act: () => move({ to_queue: other.id }, name),
    }
  })
  const toAgent = agents.filter(takesCalls).map((agent) => ({
    id: `agent-${agent.id}`,
    label: agent.name,
    hint: t(`state.${agent.state}`),
    act: () => move({ to_agent: agent.id }, agent.name),
  }))
  return [
    { id: 'up', label: t('hand.move_up'), act: () => move({ up: true }, '') },
    { id: 'to-queue', label: t('hand.to_queue'), items: toQueue },
    { id: 'to-agent', label: t('hand.to_agent'), items: toAgent },
  ]
}

interface QueueOrders {
  close: () => void
  open: () => void
  overflow: (open: boolean) => void
  setUp: () => void
}
export function queueItems(queue: BoardQueue, orders: QueueOrders): MenuItem[] {
  const { open, queue: helper } = queue.overflow
  return [
    queue.closed
      ? { id: 'open', label: t('hand.queue.open'), act: orders.open }
      : { id: 'close', label: t('hand.queue.close'), danger: true, act: orders.close },
    open
      ? { id: 'overflow-close', label: t('hand.overflow.close'), act: () => orders.overflow(false) }
      : {
          id: 'overflow-open',
          label: t('hand.overflow.open'),
          // What has never been set up is asked for first.
          act: () => (helper ? orders.overflow(true) : orders.setUp()),
        },
    { id: 'overflow-change', label: t('hand.overflow.change'), act: orders.setUp },
  ]
}
