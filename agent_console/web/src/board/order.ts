// The order of agents on the board: who is logged in first, then by name, so that rows do not jump about
// each time a state changes.
import type { BoardAgent } from '../wire'

export function inOrder(agents: BoardAgent[]): BoardAgent[] {
  const away = (agent: BoardAgent) => (agent.state === 'logged_out' ? 1 : 0)
  return [...agents].sort((one, other) => away(one) - away(other) || one.name.localeCompare(other.name))
}
