// Small true-to-the-wire examples that several tests start from.
import type { Emergency, QueueDocument } from '../wire_settings'
import type { Board, BoardAgent, BoardQueue, Customer, Desk, DeskCall, Figures, User } from '../wire'

export const AT = '2026-11-21T08:00:00.000Z'

export const figures: Figures = {
  offered: 10,
  answered: 8,
  abandoned: 2,
  flowed_out: 0,
  service_level: 0.8,
  asa_s: 9.5,
  aht_s: 184,
  longest_wait_s: 41,
}

export const customer: Customer = {
  id: 'k1',
  name: 'Wang Fang',
  company: 'Blue Harbour',
  numbers: [{ e164: '+8613800138001', raw: '13800138001', label: 'mobile' }],
  email: null,
  language: 'zh',
  vip: true,
  note: 'Prefers the morning.',
  owner: { id: '1001', name: 'Lin' },
  timeline: [
    {
      id: 'i1',
      call: 'c0',
      direction: 'inbound',
      queue: 'sales',
      agent: { id: '1001', name: 'Lin' },
      arrived_at: AT,
      answered_at: AT,
      ended_at: AT,
      wait_s: 8,
      talk_s: 95,
      hold_s: 0,
      wrap_up_s: 12,
      outcome: 'answered',
      disposition: 'solved',
      fields: {},
      note: 'Asked about the invoice.',
      recording: { id: 'r1', duration_s: 95 },
      quality: null,
    },
  ],
}

export const ringingCall: DeskCall = {
  id: 'c1',
  stage: 'ringing',
  queue: 'sales',
  caller: { number: '+8613800138001', name: null, display: '138 0013 8001' },
  dialled: '1000',
  arrived_at: AT,
  enqueued_at: AT,
  offered_at: AT,
  offer_expires_at: '2026-11-21T08:00:20.000Z',
  answered_at: null,
  held_since: null,
  ended_at: null,
  wrap_up_ends_at: null,
  digits: [{ node: 'menu', digits: '2' }],
  customer,
  direction: 'inbound',
  parties: [],
  consult: null,
  help: null,
  path: [],
  recording: 'off',
  candidates: [],
  note: '',
  note_revision: 0,
  disposition: null,
  fields: {},
  script: null,
  legal: ['answer', 'reject', 'note'],
}

export const desk: Desk = {
  agent: { id: '1001', name: 'Lin', extension: '1001', queues: ['sales'] },
  state: { name: 'ready', reason: null, since: AT, next: null },
  phone: { kind: 'browser', number: '', choices: ['browser', 'number'] },
  phone_reachable: true,
  telephony_up: true,
  today: { answered: 3, missed: 0, talk_s: 300, aht_s: 120 },
  call: null,
  others: [],
  may_begin: true,
}

export const queue: BoardQueue = {
  closed: false,
  overflow: { open: false, after: 60, queue: '', flow: false },
  id: 'sales',
  name: { zh: '销售', en: 'Sales' },
  waiting: 1,
  longest_waiting_since: AT,
  agents_ready: 1,
  agents_busy: 2,
  agents_not_ready: 0,
  today: figures,
  service_level_now: 0.75,
  newcomer: { p50_s: 42, p90_s: 130, at_once: false },
  alerts: [],
  calls: [{ id: 'c2', caller: '138 0013 8002', enqueued_at: AT, position: 1 }],
}

export const agent: BoardAgent = {
  id: '1001',
  name: 'Lin',
  extension: '1001',
  state: 'talking',
  reason: null,
  since: AT,
  call: { id: 'c1', caller: 'Wang Fang', queue: 'sales' },
  others: 0,
  phone_reachable: true,
  console_alive: true,
  out_by: '',
  today: { answered: 3, missed: 0, talk_s: 300, aht_s: 120 },
}

export const emergency: Emergency = { closed: false, text: null, by: null, since: null }
export const supervisor: User = {
  id: 'u3',
  username: 'sue',
  name: 'Sue',
  role: 'supervisor',
  language: 'en',
  agent: null,
}

export const support: BoardQueue = {
  ...queue,
  id: 'support',
  name: { zh: '支持', en: 'Support' },
  waiting: 0,
  longest_waiting_since: null,
  calls: [],
}

export const board: Board = { queues: [queue], agents: [agent], totals: figures, trunks: [] }

export const queueDocument: QueueDocument = {
  names: { zh: '销售', en: 'Sales' },
  strategy: 'longest-idle',
  ring_at_once: 1,
  ring_seconds: 20,
  missed: 'not_ready',
  wrap_up_seconds: 60,
  wrap_up_extensions: 2,
  consult_seconds: 45,
  threshold: 20,
  music: 'default',
  max_waiting: null,
  when_full: { kind: 'message', queue: '', number: '', text: {} },
  max_wait: 600,
  when_over: { kind: 'voicemail', queue: '', number: '', text: { en: 'Leave a message.' } },
  closing: {
    hours: { week: { mon: '09:00-18:00' }, holidays: 'CN', dates: { '2026-12-31': '' } },
    closed: false,
    exit: { kind: 'message', queue: '', number: '', text: { en: 'Closed.' } },
    also_waiting: false,
  },
  announcements: { first: 0, every: 0, position: false, most_position: 20, wait: false, text: {} },
  callbacks: {
    offer_after: null,
    least_wait: 0,
    first: 'agent',
    ring_seconds: 30,
    retries: 2,
    retry_seconds: 900,
    abandoned: false,
    abandoned_after: 30,
  },
  alerts: { waiting: null, longest_s: null, service_level: null, abandoned: null },
  steps: [],
}
