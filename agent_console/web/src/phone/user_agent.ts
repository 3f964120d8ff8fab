// JsSIP's user agent, made for one account. Its socket is kept apart, because closing it first is the only
// way to leave without a goodbye.
import { UA, WebSocketInterface } from 'jssip'
import type { SipAccount } from '../wire'
import { websocketAddress } from './address'
import type { PhoneReport } from './state'

const REGISTER_FOR_S = 300

export interface UserAgent {
  ua: UA
  socket: WebSocketInterface
  domain: string
}

export function makeUserAgent(account: SipAccount, register: boolean): UserAgent {
  const socket = new WebSocketInterface(websocketAddress(account.websocket, location))
  const ua = new UA({
    sockets: [socket],
    uri: account.uri,
    authorization_user: account.username,
    password: account.password,
    ...(account.display_name ? { display_name: account.display_name } : {}),
    register,
    register_expires: REGISTER_FOR_S,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 5,
    session_timers: false,
    user_agent: 'Switchroom console',
  })
  return { ua, socket, domain: account.uri.split('@')[1] ?? '' }
}

export function reportConnection(ua: UA, report: (report: PhoneReport) => void): void {
  ua.on('connecting', () => report({ type: 'connecting' }))
  ua.on('connected', () => report({ type: 'connected' }))
  ua.on('disconnected', (event) => report({ type: 'disconnected', detail: event.reason ?? '' }))
  ua.on('registered', () => report({ type: 'registered' }))
  ua.on('unregistered', () => report({ type: 'unregistered' }))
  ua.on('registrationFailed', (event) => report({ type: 'registration_failed', detail: event.cause ?? '' }))
}
