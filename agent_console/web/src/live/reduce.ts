// What the live socket has told us, as one state: reduce(state, message) is pure, so a desk or a board
// can be replayed in a test message by message.
import type { Board, BoardAgent, BoardQueue, Desk, ServerMessage } from '../wire'
import type { AgentChat } from '../wire_work'

export type Link = 'connecting' | 'open' | 'away' | 'superseded'
export type LinkMessage = { type: 'link'; link: Link }
export interface LiveState {
  link: Link
  position: number
  desk: Desk | null
  board: Board | null
  // By agent: one's own at a desk, everybody's at a board.
  chats: Record<string, AgentChat>
  telephonyUp: boolean
}

export const beforeFirstSnapshot: LiveState = {
  link: 'connecting',
  position: 0,
  desk: null,
  board: null,
  chats: {},
  telephonyUp: true,
}

export function reduce(state: LiveState, message: ServerMessage | LinkMessage): LiveState {
  switch (message.type) {
    case 'snapshot':
      return snapshot(state, message)
    case 'desk':
      return { ...state, desk: message.desk, telephonyUp: message.desk.telephony_up }
    case 'queue':
      return onBoard(state, (board) => ({ ...board, queues: replaced(board.queues, message.queue) }))
    case 'queue_gone':
      return onBoard(state, (board) => ({
        ...board,
        queues: board.queues.filter((row) => row.id !== message.queue),
      }))
    case 'agent':
      return onBoard(state, (board) => ({ ...board, agents: replaced(board.agents, message.agent) }))
    case 'totals':
      return onBoard(state, (board) => ({ ...board, totals: message.totals }))
    case 'trunks':
      return onBoard(state, (board) => ({ ...board, trunks: message.trunks }))
    case 'telephony':
      return {
        ...state,
        telephonyUp: message.up,
        desk: state.desk && { ...state.desk, telephony_up: message.up },
      }
    case 'chat':
      return { ...state, chats: { ...state.chats, [message.chat.agent]: message.chat } }
    case 'superseded':
      return { ...state, link: 'superseded' }
    case 'link':
      // Once another tab has the desk, a closing socket must not look like a server that is away.
      return state.link === 'superseded' && message.link === 'away' ? state : { ...state, link: message.link }
    default:
      // A ping asks for an answer, not for a change; a word from a newer server is let pass.
      return state
  }
}

function snapshot(state: LiveState, message: Extract<ServerMessage, { type: 'snapshot' }>): LiveState {
  return {
    link: 'open',
    position: message.position,
    desk: message.desk,
    board: message.board,
    chats: Object.fromEntries(message.chats.map((chat) => [chat.agent, chat])),
    telephonyUp: message.desk?.telephony_up ?? (state.link === 'open' ? state.telephonyUp : true),
  }
}

function onBoard(state: LiveState, change: (board: Board) => Board): LiveState {
  return state.board ? { ...state, board: change(state.board) } : state
}

function replaced<Row extends BoardQueue | BoardAgent>(rows: Row[], row: Row): Row[] {
  if (!rows.some((known) => known.id === row.id)) return [...rows, row]
  return rows.map((known) => (known.id === row.id ? row : known))
}
