// The words spoken with the server, by HTTP and on the live socket.
// Made from the server's models by `make types`: change those.
// Times are ISO-8601 UTC strings; names that end in _s are seconds.

/** An agent's chat with the supervisors: the newest lines, how many each side has not seen, and a raised hand. */
export interface AgentChat {
  agent: string
  name: string
  lines: ChatLine[]
  unread_by_agent: number
  unread_by_supervisors: number
  hand_since: string | null
}

/** An agent's figures. */
export interface AgentFiguresView {
  agent: string
  name: string
  offered: number
  answered: number
  missed: number
  talk_s: number
  hold_s: number
  wrap_up_s: number
  consult_s: number
  aht_s: number | null
}

/** An agent's row as it is now. */
export interface AgentMessage {
  type: 'agent'
  agent: BoardAgent
}

/** An agent by id and name. */
export interface AgentName {
  id: string
  name: string
}

/** An agent's settings. */
export interface AgentSettings {
  id: string
  version: number
  settings: Record<string, unknown>
}

/** The state an agent wants; not ready needs a reason of the catalogue. */
export interface AgentState {
  state: 'ready' | 'not_ready'
  reason?: string | null
}

/** An agent's figures of today. */
export interface AgentToday {
  answered: number
  missed: number
  talk_s: number
  aht_s: number | null
}

/** Every agent. */
export interface AgentsSettings {
  agents: AgentSettings[]
}

/** An article as it is written; without queues it is for all. */
export interface ArticleBody {
  title: string
  text: string
  language?: 'zh' | 'en'
  tags?: string[]
  queues?: string[]
}

/** An article as it is to be; with `based_on`, the `changed` that was read, refused if it was changed since. */
export interface ArticleChange {
  title: string
  text: string
  language?: 'zh' | 'en'
  tags?: string[]
  queues?: string[]
  based_on?: string | null
}

/** An article in short, with the part of the text that was looked for. */
export interface ArticleFound {
  id: string
  title: string
  language: string
  tags: string[]
  snippet: string
}

/** Articles for those who write them. */
export interface ArticleList {
  articles: ArticleRow[]
}

/** An article in a list; without queues it is for all. */
export interface ArticleRow {
  id: string
  title: string
  language: string
  tags: string[]
  queues: string[]
  changed: string
  by: string
}

/** An article, whole. */
export interface ArticleView {
  title: string
  text: string
  language: 'zh' | 'en'
  tags: string[]
  queues: string[]
  id: string
  changed: string
  by: string
}

/** Articles, the best first. */
export interface ArticlesFound {
  articles: ArticleFound[]
}

/** Who was asked is not on the call: nobody of the queue `to` was free in time, or `name` did not take it. */
export interface AskedInVain {
  type: 'asked_in_vain'
  reason: 'nobody_free' | 'not_had'
  to: string
  name: string
}

/** One act: who did it, when, to what (`kind` is agent, queue, call, site or floor), and its details. */
export interface AuditEntry {
  position: number
  at: string
  by: string
  act: string
  kind: string
  id: string
  name: string
  details: Record<string, unknown>
}

/** Acts, the newest first; `next` is the position to go on before, None at the end. */
export interface AuditView {
  entries: AuditEntry[]
  next: number | null
}

/** The board, whole. */
export interface Board {
  queues: BoardQueue[]
  agents: BoardAgent[]
  totals: LiveFigures
  trunks: TrunkRow[]
}

/**
 * An agent's row; `since` is None for one of whom nothing was heard yet, `others` counts the calls in hand beside
 * `call`.
 */
export interface BoardAgent {
  id: string
  name: string
  extension: string
  state: 'not_ready' | 'ready' | 'offered' | 'talking' | 'wrap_up' | 'logged_out'
  reason: string | null
  since: string | null
  call: BoardAgentCall | null
  others: number
  phone_reachable: boolean
  console_alive: boolean
  out_by: string
  today: AgentToday
}

/** The call an agent has. */
export interface BoardAgentCall {
  id: string
  caller: string
  queue: string | null
}

/** A waiting call; `position` counts from 1. */
export interface BoardCall {
  id: string
  caller: string
  enqueued_at: string
  position: number
}

/** The overflow of a queue: where its long-waiting calls may go while it is `open`. */
export interface BoardOverflow {
  open: boolean
  after: number
  queue: string
  flow: boolean
}

/**
 * A queue's row; agents are counted in each queue they serve. `service_level_now` is that of the last half hour, by
 * the same formula as today's; `newcomer` is None where nobody can say; `alerts` are the limits that are passed.
 */
export interface BoardQueue {
  id: string
  name: Record<string, string>
  closed: boolean
  overflow: BoardOverflow
  waiting: number
  longest_waiting_since: string | null
  agents_ready: number
  agents_busy: number
  agents_not_ready: number
  today: LiveFigures
  service_level_now: number | null
  newcomer: NewcomerWait | null
  alerts: ('waiting' | 'longest_s' | 'service_level' | 'abandoned')[]
  calls: BoardCall[]
}

/** A fact about a call; what else it says depends on its kind. */
export interface CallFact {
  position: number
  at: string
  kind: string
  [other: string]: unknown
}

/** The call that was begun. */
export interface CallMade {
  call: string
}

/** One call behind a figure. */
export interface CallRowView {
  id: string
  arrived_at: string
  queue: string
  agent: string | null
  caller: string
  wait_s: number
  talk_s: number
  outcome: string
}

/** The calls behind a figure, as many as it says. */
export interface CallRowsView {
  calls: CallRowView[]
}

/** A call with everything the journal has of it. */
export interface CallView {
  id: string
  caller: CallerView
  customer: CustomerCard | null
  events: CallFact[]
}

/**
 * Who is to be called back from which queue. Nobody is called before `not_before` or after `not_after`.
 *
 * `skills` are asked for beside the queue's: `billing`, or with a level `billing:3`.
 */
export interface CallbackBody {
  queue: string
  number: string
  name?: string
  note?: string
  not_before?: string | null
  not_after?: string | null
  skills?: string[]
}

/** A callback with every fact about it, in order. */
export interface CallbackDetail {
  id: string
  queue: string
  number: string
  display: string
  name: string
  note: string
  customer: CustomerCard | null
  by: string
  state: 'waiting' | 'in_line' | 'dialling' | 'on_hold' | 'closed'
  outcome: string
  call: string | null
  asked_at: string
  since: string
  not_before: string | null
  not_after: string | null
  skills: string[]
  attempts: number
  next_try: string | null
  order: number | null
  merged: boolean
  history: Record<string, unknown>[]
}

/** A callback that this agent asked for, or to a customer who belongs to this agent. */
export interface CallbackDueView {
  id: string
  name: string
  number: string
  queue: string
  due: string
  collides: boolean
}

/**
 * A callback as it stands.
 *
 * `state` is waiting (for `next_try`), in_line, dialling, on_hold (the customer is on the line) or closed, with its
 * `outcome`: done, cancelled, too_late, or why the last try failed. `since` is the place kept; `order` counts the
 * queue's open callbacks from 1, the next one first. `by` is caller, web, agent or abandoned. `merged` says that the
 * same number was to be called back from this queue already: nobody is called twice.
 */
export interface CallbackView {
  id: string
  queue: string
  number: string
  display: string
  name: string
  note: string
  customer: CustomerCard | null
  by: string
  state: 'waiting' | 'in_line' | 'dialling' | 'on_hold' | 'closed'
  outcome: string
  call: string | null
  asked_at: string
  since: string
  not_before: string | null
  not_after: string | null
  skills: string[]
  attempts: number
  next_try: string | null
  order: number | null
  merged: boolean
}

/** Callbacks, the newest place first; closed ones for about a day. */
export interface CallbacksView {
  callbacks: CallbackView[]
}

/** Who the caller is: a customer's id, or a name to make a new customer of. */
export interface CallerIs {
  customer?: string | null
  name?: string | null
}

/** The caller as presented. */
export interface CallerView {
  number: string | null
  name: string | null
}

/** A text by language, with a name by language. It may have {customer}, {agent} and {date}. */
export interface CannedNoteBody {
  names: Record<string, string>
  texts: Record<string, string>
}

/** A canned note. */
export interface CannedNoteView {
  names: Record<string, string>
  texts: Record<string, string>
  id: string
}

/** Every canned note. */
export interface CannedNotes {
  canned_notes: CannedNoteView[]
}

/** The words a console offers, and the agents. `past_queues` are deleted ones, for what they are called. */
export interface CatalogueView {
  company: string
  queues: NamedView[]
  past_queues: NamedView[]
  agents: AgentName[]
  not_ready_reasons: ReasonView[]
  dispositions: DispositionView[]
}

/** Something said in a chat. */
export interface ChatLine {
  at: string
  by: string
  side: 'agent' | 'supervisor'
  text: string
}

/** An agent's chat with the supervisors, and the agent's hand, as they are now. */
export interface ChatMessage {
  type: 'chat'
  chat: AgentChat
}

/** Something to say. */
export interface ChatText {
  text: string
}

/** One of a field's choices, by name in each language. */
export interface ChoiceView {
  id: string
  name: Record<string, string>
}

/** Somebody who can be asked, or given a call: `free` says whether the phone would ring now. */
export interface ColleagueView {
  id: string
  name: string
  state: string
  reason: string | null
  free: boolean
  queues: string[]
}

/** Everybody else, and where a call can go besides. */
export interface Colleagues {
  agents: ColleagueView[]
  nodes: string[]
}

/** A customer as a person writes one; of a change, what is absent stays. `owner` is an agent's id, empty: none. */
export interface CustomerBody {
  name?: string | null
  numbers?: string[] | null
  email?: string | null
  company?: string | null
  language?: string | null
  vip?: boolean | null
  notes?: string | null
  owner?: string | null
}

/** A customer in short. */
export interface CustomerCard {
  id: string
  name: string
  company: string | null
  numbers: NumberView[]
  email: string | null
  language: string | null
  vip: boolean
}

/** A customer by id and name. */
export interface CustomerName {
  id: string
  name: string
}

/** A customer with note, the agent it belongs to, and timeline, newest first. */
export interface CustomerView {
  id: string
  name: string
  company: string | null
  numbers: NumberView[]
  email: string | null
  language: string | null
  vip: boolean
  note: string
  owner: AgentName | null
  timeline: InteractionView[]
}

/** Customers found. */
export interface CustomersView {
  customers: CustomerCard[]
}

/** Figures of a day; shares are 0 to 1, None where there is nothing to divide by. Means of a team have fractions. */
export interface DayFigures {
  answered: number
  missed: number
  talk_s: number
  aht_s: number | null
  occupancy: number | null
}

/** An agent's day so far beside the mean of all `agents` who worked today. */
export interface DayView {
  mine: DayFigures
  team: DayFigures
  agents: number
}

/**
 * An agent's desk, whole: the call the agent turned to last, and the `others` in hand, on hold, ringing or in
 * wrap-up. `may_begin` tells whether another call may be made or picked up now.
 */
export interface Desk {
  agent: DeskAgent
  state: DeskState
  phone: DeskPhone
  phone_reachable: boolean
  telephony_up: boolean
  today: AgentToday
  call: DeskCall | null
  others: DeskCall[]
  may_begin: boolean
}

/** Whose desk it is. */
export interface DeskAgent {
  id: string
  name: string
  extension: string
  queues: string[]
}

/** A way on from a script's step. */
export interface DeskBranch {
  id: string
  name: Record<string, string>
}

/** A call in the agent's hands, and what is legal with it now. */
export interface DeskCall {
  id: string
  stage: 'dialling' | 'ringing' | 'talking' | 'held' | 'asked' | 'helping' | 'wrap_up'
  direction: 'inbound' | 'outbound'
  queue: string | null
  caller: DeskCaller
  dialled: string
  arrived_at: string
  enqueued_at: string | null
  offered_at: string | null
  offer_expires_at: string | null
  answered_at: string | null
  held_since: string | null
  ended_at: string | null
  wrap_up_ends_at: string | null
  digits: DeskDigits[]
  customer: CustomerView | null
  candidates: CustomerCard[]
  parties: DeskParty[]
  consult: DeskConsult | null
  help: DeskHelp | null
  path: DeskStep[]
  note: string
  note_revision: number
  disposition: string | null
  fields: Record<string, string>
  script: DeskScript | null
  recording: 'off' | 'on' | 'paused'
  legal: (
    | 'answer'
    | 'reject'
    | 'hold'
    | 'retrieve'
    | 'mute'
    | 'keypad'
    | 'hang_up'
    | 'note'
    | 'disposition'
    | 'finish'
    | 'extend'
    | 'make_customer'
    | 'transfer'
    | 'consult'
    | 'complete'
    | 'toggle'
    | 'join'
    | 'take_back'
    | 'park'
    | 'record'
    | 'pause_recording'
    | 'resume_recording'
    | 'listen'
    | 'whisper'
    | 'barge'
    | 'take_over'
  )[]
}

/** Who calls; `display` is what to show. */
export interface DeskCaller {
  number: string | null
  name: string | null
  display: string
}

/**
 * Somebody is being asked: `mine` where who looks is who asks; `side` is with whom that agent speaks. `name` is
 * empty while nobody of a queue is rung.
 */
export interface DeskConsult {
  id: string
  way: 'agent' | 'outside' | 'queue'
  to: string
  name: string
  by: string
  mine: boolean
  answered: boolean
  side: 'party' | 'customer' | 'all' | 'away'
}

/** What the caller pressed in one place of the menu. */
export interface DeskDigits {
  node: string
  digits: string
}

/** Who looks is a supervisor with the agent `helped`. */
export interface DeskHelp {
  mode: 'listen' | 'whisper' | 'barge' | 'take_over'
  helped: string
  name: string
  answered: boolean
}

/** The desk as it is now. */
export interface DeskMessage {
  type: 'desk'
  desk: Desk
}

/** What comes when the call and its wrap-up are over; `reason` only if that is not ready. */
export interface DeskNext {
  name: 'ready' | 'not_ready'
  reason: string | null
}

/** Somebody on the call besides its customer and who looks. */
export interface DeskParty {
  id: string
  kind: 'agent' | 'outside' | 'supervisor'
  name: string
  state: 'talking' | 'held' | 'lost'
}

/** The phone that rings for the agent; `number` only where it is one outside. `choices` is what can be chosen. */
export interface DeskPhone {
  kind: 'browser' | 'desk' | 'number'
  number: string
  choices: ('browser' | 'desk' | 'number')[]
}

/** The call's script; without `step` it is at its end. `gone` counts the steps that one can go back. */
export interface DeskScript {
  id: string
  name: Record<string, string>
  step: DeskScriptStep | null
  gone: number
}

/** The step of a script that is shown now; `text` by language, `answers` what is filled in so far. */
export interface DeskScriptStep {
  id: string
  text: Record<string, string>
  fields: FieldView[]
  branches: DeskBranch[]
  answers: Record<string, string>
}

/** What the agent does, and since when; `reason` only while not ready, `next` only during a call. */
export interface DeskState {
  name: 'not_ready' | 'ready' | 'offered' | 'talking' | 'wrap_up'
  reason: string | null
  since: string
  next: DeskNext | null
}

/** An agent who had the call before, or has it, too. */
export interface DeskStep {
  agent: string
  name: string
  queue: string | null
  answered_at: string
  ended_at: string | null
}

/** A number to call for a queue; its `shown_number` is what the customer sees. */
export interface DialBody {
  number: string
  queue?: string | null
}

/** Keys to press. */
export interface Digits {
  digits: string
}

/** A disposition of the catalogue, and what its fields are filled with. */
export interface Disposition {
  disposition: string
  fields?: Record<string, string>
}

/** A disposition, the key that chooses it, and the fields that are filled in with it. */
export interface DispositionView {
  id: string
  name: Record<string, string>
  key: string
  fields: FieldView[]
}

/** The emergency switch was thrown or put back. */
export interface EmergencyMessage {
  type: 'emergency'
  emergency: EmergencyView
}

/** What callers hear while the site is closed, by language. */
export interface EmergencyText {
  text: Record<string, string>
}

/** The emergency switch; `text`, `by` and `since` are those of its throwing, None while the site is open. */
export interface EmergencyView {
  closed: boolean
  text: Record<string, string> | null
  by: string | null
  since: string | null
}

export interface Error {
  error: { code: string; message: string }
}

/** How much longer the wrap-up may last. */
export interface Extension {
  seconds?: number
}

/** A field by its place (`closing.exit.kind`), and what stood there before and after. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** A field by name in each language; `choices` only of a choice. */
export interface FieldView {
  id: string
  name: Record<string, string>
  type: 'text' | 'number' | 'date' | 'choice'
  required: boolean
  choices: ChoiceView[]
}

/** Figures; None where there is nothing to divide by. */
export interface FiguresView {
  offered: number
  answered: number
  abandoned: number
  flowed_out: number
  service_level: number | null
  asa_s: number | null
  aht_s: number | null
  longest_wait_s: number | null
}

/** What is told: of which call (None: of none), a code, and a sentence. */
export interface FilmDecision {
  call: string | null
  code: string
  text: string
}

/** One moment: the rows that changed (in the first frame every row), and what is told of it. */
export interface FilmFrame {
  at: string
  queues: BoardQueue[]
  agents: BoardAgent[]
  decisions: FilmDecision[]
}

/** A film, its first frame the floor as it stood at `start`. */
export interface FilmView {
  start: string
  end: string
  frames: FilmFrame[]
}

/** What the agent wants after wrap-up; without `next`, what was asked for before. */
export interface Finish {
  next?: 'ready' | 'not_ready' | null
  reason?: string | null
}

/** A message to everybody, to the agents of `queues`, or to `agents`; shown for so many `minutes` unless closed. */
export interface FloorMessage {
  text: string
  to?: 'all' | 'queues' | 'agents'
  queues?: string[]
  agents?: string[]
  minutes?: number
}

/** A supervisor has just told the floor something. */
export interface FloorMessageMessage {
  type: 'floor_message'
  message: ShownMessage
}

/** A message as it was sent. */
export interface FloorMessageView {
  id: string
  by: string
  text: string
  at: string
  until: string
  queues: string[]
  agents: string[]
}

/** A node of a flow: its kind, where it leads (by what), and its texts by language. */
export interface FlowNodeView {
  name: string
  kind: string
  leads_to: Record<string, string>
  text: Record<string, string>
  details: Record<string, unknown>
}

/** What is wrong, in one sentence with the remedy; in which line and which node, where that is known. */
export interface FlowProblem {
  line: number | null
  node: string
  sentence: string
}

/** What a text says: the flow as far as it can be read, and everything that is wrong with it. */
export interface FlowReading {
  flow: FlowView | null
  problems: FlowProblem[]
}

/** A flow's file that is not in place, to be read and judged; nothing of it is kept. `name` is the file's. */
export interface FlowText {
  text: string
  name?: string
}

/**
 * The flow that callers hear since the start, and `problem`: what is wrong with its file as it is now, a sentence
 * (empty: nothing; the next start takes it).
 */
export interface FlowView {
  name: string
  start: string
  language: string
  nodes: FlowNodeView[]
  problem: string
}

/** Every flow. */
export interface FlowsView {
  flows: FlowView[]
}

/** A supervisor has changed what this agent does, now or from the end of the call on. */
export interface Forced {
  type: 'forced'
  by: string
  state: 'ready' | 'not_ready' | 'out'
}

/** The formula behind a figure. */
export interface FormulaView {
  id: string
  text: string
  threshold_s: number | null
}

/** A number a guest may call from. */
export interface GuestCaller {
  number: string
  name: string
}

/** A number a guest may dial. */
export interface GuestNumber {
  number: string
  name: Record<string, string>
}

/** The customer's telephone in the browser. */
export interface GuestPhoneView {
  uri: string
  username: string
  password: string
  websocket: string
  numbers: GuestNumber[]
  callers: GuestCaller[]
}

/** Whether the hand is up. */
export interface Hand {
  raised: boolean
}

/** Whether the server is alive and able. */
export interface Health {
  status: string
  version: string
  telephony: boolean
  database: boolean
  problem: string | null
}

/** A call at its worst: mean and least opinion score (1 to 4.5), and the share of packets that were lost. */
export interface HeardView {
  mos: number
  mos_min: number
  loss: number
}

/** How a supervisor is with an agent. */
export interface HelpBody {
  mode?: 'listen' | 'whisper' | 'barge'
}

/** Versions, the newest first. */
export interface HistoryView {
  versions: VersionView[]
}

/** The import to ask about. */
export interface ImportBegun {
  id: string
}

/** How far an import is; `refused` means nothing was imported. */
export interface ImportView {
  id: string
  state: 'running' | 'done' | 'refused'
  done: number
  total: number
  created: number
  updated: number
  problems: ProblemView[]
  message: string | null
}

/** One call on a customer's timeline. */
export interface InteractionView {
  id: string
  call: string
  direction: 'inbound' | 'callback' | 'outbound'
  queue: string | null
  agent: AgentName | null
  arrived_at: string
  answered_at: string | null
  ended_at: string
  wait_s: number
  talk_s: number
  hold_s: number
  wrap_up_s: number
  outcome: string
  disposition: string | null
  fields: Record<string, string>
  note: string
  recording: RecordingView | null
  quality: HeardView | null
}

/** The calls that came into a queue in one interval, and their figures. */
export interface IntervalView {
  offered: number
  answered: number
  abandoned: number
  flowed_out: number
  service_level: number | null
  asa_s: number | null
  aht_s: number | null
  longest_wait_s: number | null
  start: string
}

/** Today from its first interval with calls to its last; `service_level` is the formula's id. */
export interface IntervalsView {
  date: string
  timezone: string
  minutes: number
  queue: string
  service_level: string
  intervals: IntervalView[]
}

/** The language to work in. */
export interface Language {
  language: 'zh' | 'en'
}

/** Figures; None where there is nothing to divide by. */
export interface LiveFigures {
  offered: number
  answered: number
  abandoned: number
  flowed_out: number
  service_level: number | null
  asa_s: number | null
  aht_s: number | null
  longest_wait_s: number | null
}

/** A name and a password; and, of who takes calls, the phone that is to ring (absent: whichever did before). */
export interface LogIn {
  username: string
  password: string
  phone?: LoginPhone | null
}

/** A supervisor has logged this agent out; this socket is about to be closed. */
export interface LoggedOut {
  type: 'logged_out'
  by: string
}

/** The phone an agent logs in with; `usual` is the one that the agent's settings name, or else the browser. */
export interface LoginPhone {
  phone: 'browser' | 'desk' | 'number' | 'usual'
  number?: string
}

/** A user as an administrator sees one. `password` is there once, in the answer to what made it. */
export interface ManagedUser {
  id: string
  username: string
  name: string
  role: string
  language: string
  agent: string | null
  disabled: boolean
  password: string | null
}

/** Everybody who can log in. */
export interface ManagedUsers {
  users: ManagedUser[]
}

/** Where a waiting call goes, exactly one: to the head of its class (`up`), to a queue, or to an agent alone. */
export interface Move {
  up?: boolean
  to_queue?: string | null
  to_agent?: string | null
}

/** Whether the agent's side is heard. */
export interface Muted {
  muted: boolean
}

/** Something with a name in each language. */
export interface NamedView {
  id: string
  name: Record<string, string>
}

/** The fewest agents on the phone, how many to schedule, and what callers then meet with. */
export interface NeedView {
  agents: number
  scheduled: number
  service_level: number
  asa_s: number
  occupancy: number
  abandoned: number
}

/** An agent to be made; the id is also the extension. What the settings leave out has its default. */
export interface NewAgent {
  id: string
  settings?: Record<string, unknown>
}

/** A new password; without one it is made, and shown once. */
export interface NewPassword {
  password?: string | null
}

/** A queue to be made; what its settings leave out has its default. */
export interface NewQueue {
  id: string
  settings?: Record<string, unknown>
}

/** A script to be made. */
export interface NewScript {
  id: string
  script: Record<string, unknown>
}

/** A token for a program. */
export interface NewToken {
  name: string
  role: 'agent' | 'supervisor' | 'administrator'
}

/** Somebody who shall log in; without a password one is made, and shown once. */
export interface NewUser {
  username: string
  name: string
  role: 'agent' | 'supervisor' | 'administrator'
  language?: 'zh' | 'en'
  agent?: string | null
  password?: string | null
}

/** Where alerts shall be told. */
export interface NewWebhook {
  name: string
  url: string
}

/**
 * The wait that a caller who came now would be promised: half of all under `p50_s`, nine in ten under `p90_s`; with
 * `at_once` an agent is free, and only the ring is waited for.
 */
export interface NewcomerWait {
  p50_s: number
  p90_s: number
  at_once: boolean
}

/** A note's whole text, and the text it was based on: with that, nothing a colleague wrote is overwritten. */
export interface Note {
  text: string
  based_on?: string | null
}

/** The how manieth text of the call's note it is: a text with a lower number is an older one. */
export interface NoteKept {
  revision: number
}

/** One of a customer's numbers. */
export interface NumberView {
  e164: string | null
  raw: string
  label: string | null
}

/** The page is asked to do what only it can: its telephone picks up, or is muted. */
export interface OrderMessage {
  type: 'order'
  order: 'answer' | 'mute' | 'unmute'
}

/** All parked calls. */
export interface ParkedList {
  parked: ParkedView[]
}

/** A parked call. */
export interface ParkedView {
  slot: number
  call: string
  caller: string
  by: string
  since: string
  until: string
}

/** A SIP account for the browser; a `websocket` without host means the page's own. */
export interface PhoneView {
  uri: string
  username: string
  password: string
  websocket: string
  display_name: string
}

/** The phone the agent works with from now on; `number` belongs to the phone of that kind alone. */
export interface PhoneWish {
  phone: 'browser' | 'desk' | 'number'
  number?: string
}

/** Asks for a pong, and tells the server's time. */
export interface Ping {
  type: 'ping'
  server_time: string
}

/** What a console sends on the live socket. */
export type Pong = PongMessage

/** A console's answer to a ping: how its phone and microphone are. */
export interface PongMessage {
  type: 'pong'
  phone: 'registered' | 'connecting' | 'unregistered' | 'failed'
  microphone: 'ok' | 'muted' | 'missing' | 'denied'
}

/** A bad line. */
export interface ProblemView {
  line: number
  problem: string
}

/** A sound: what it says in which language, and whether it has been spoken yet. */
export interface PromptView {
  id: string
  language: string
  text: string
  spoken: boolean
}

/** Every sound that callers may hear. */
export interface PromptsView {
  prompts: PromptView[]
}

/** What a browser measured of its part of a call: opinion scores from 1 to 5, lost packets as a share of all. */
export interface QualityBody {
  mos: number
  mos_min: number
  loss: number
  jitter_ms: number
  rtt_ms: number
}

/** From which figures on supervisors are called; None: never. */
export interface QueueAlerts {
  waiting: number | null
  longest_s: number | null
  service_level: number | null
  abandoned: number | null
  [other: string]: unknown
}

/** When waiting callers are told what. */
export interface QueueAnnouncements {
  first: number
  every: number
  position: boolean
  most_position: number
  wait: boolean
  text: Record<string, string>
  [other: string]: unknown
}

/** When a callback is offered, and how it is made. */
export interface QueueCallbacks {
  offer_after: number | null
  least_wait: number
  first: string
  ring_seconds: number
  retries: number
  retry_seconds: number
  abandoned: boolean
  abandoned_after: number
  [other: string]: unknown
}

/** Hours, the switch, and what callers then meet with. */
export interface QueueClosing {
  hours: QueueHours
  closed: boolean
  exit: QueueExit
  also_waiting: boolean
  [other: string]: unknown
}

/** How a caller is led out of a queue; `queue`, `number` and `text` are empty where the kind needs none. */
export interface QueueExit {
  kind: 'message' | 'hang_up' | 'queue' | 'voicemail' | 'external'
  queue: string
  number: string
  text: Record<string, string>
  [other: string]: unknown
}

/** A queue's figures. */
export interface QueueFiguresView {
  offered: number
  answered: number
  abandoned: number
  flowed_out: number
  service_level: number | null
  asa_s: number | null
  aht_s: number | null
  longest_wait_s: number | null
  queue: string
}

/** A queue's row is no more: it was deleted, and had no calls today. */
export interface QueueGoneMessage {
  type: 'queue_gone'
  queue: string
}

/** When a queue is open: by weekday, the country whose holidays it keeps, and single days. */
export interface QueueHours {
  week: Record<string, string>
  holidays: string
  dates: Record<string, string>
  [other: string]: unknown
}

/** A queue's row as it is now. */
export interface QueueMessage {
  type: 'queue'
  queue: BoardQueue
}

/** A queue's settings; `open` is whether it takes calls now, by the emergency switch, its own, and its hours. */
export interface QueueSettings {
  id: string
  version: number
  open: boolean
  settings: {
    names: Record<string, string>
    strategy: string
    ring_at_once: number
    ring_seconds: number
    missed: string
    wrap_up_seconds: number
    wrap_up_extensions: number
    threshold: number
    music: string
    max_waiting: number | null
    when_full: QueueExit
    max_wait: number | null
    when_over: QueueExit
    closing: QueueClosing
    announcements: QueueAnnouncements
    callbacks: QueueCallbacks
    alerts: QueueAlerts
    [other: string]: unknown
  }
}

/** Every queue; `music` and all other fields are in its settings. */
export interface QueuesSettings {
  queues: QueueSettings[]
}

/** A not-ready reason; `kind` groups it: break, training, meeting or whatever the company calls it. */
export interface ReasonView {
  id: string
  name: Record<string, string>
  paid: boolean
  kind: string
}

/** A call this agent had. */
export interface RecentCall {
  call: string
  direction: 'inbound' | 'callback' | 'outbound'
  customer: CustomerName | null
  number: string
  display: string
  queue: string | null
  outcome: string
  disposition: string | null
  arrived_at: string
  talk_s: number
}

/** The calls this agent had last, the newest first. */
export interface RecentCalls {
  agent: AgentName
  calls: RecentCall[]
}

/** A recording to play. */
export interface RecordingView {
  id: string
  duration_s: number
}

/** Whether the conversation is recorded now. */
export interface RecordingWish {
  state: 'recording' | 'paused'
}

/** A whole new document, and the version it is based on; what it leaves out has its default. */
export interface Replacement {
  version: number
  settings: Record<string, unknown>
}

/** Today's report. */
export interface ReportView {
  date: string
  timezone: string
  formulas: Record<string, FormulaView>
  queues: QueueFiguresView[]
  agents: AgentFiguresView[]
  total: FiguresView
}

/** A role and what it may do. */
export interface RoleView {
  role: string
  permissions: string[]
}

/** Every role, and every permission there is (`permissions`), in order. */
export interface RolesView {
  permissions: string[]
  roles: RoleView[]
}

/** One line: when, what, its values, and all of it as a sentence. */
export interface RoutingLineView {
  at: string
  code: string
  values: Record<string, unknown>
  text: string
}

/** A call's way through its queues, in order: every decision with its candidates and reasons. */
export interface RoutingView {
  call: string
  lines: RoutingLineView[]
}

/** What was filled in at a step, and where it goes: on (by a `branch` if there are some), back, or it stays. */
export interface ScriptAnswer {
  step: string
  answers?: Record<string, string>
  go?: 'on' | 'back' | 'stay'
  branch?: string | null
}

/** What is wrong, in one sentence that says what to do; in which line, and in which step, where that is known. */
export interface ScriptFault {
  line: number | null
  step: string
  sentence: string
}

/**
 * A step as a desk would show it to an agent called as the one who asks; `ways` is where each branch leads, `next`
 * where it goes on without branches; empty: to the end.
 */
export interface ScriptPreviewStep {
  step: DeskScriptStep
  ways: Record<string, string>
  next: string
}

/**
 * What a text says: the script with its steps as a desk would show them (nothing while it is no script at all), and
 * everything that is wrong.
 */
export interface ScriptReading {
  script: Record<string, unknown> | null
  faults: ScriptFault[]
  steps: ScriptPreviewStep[]
}

/** A whole new script, and the version it is based on. */
export interface ScriptReplacement {
  version: number
  script: Record<string, unknown>
}

/** A script as TOML, to be read and judged; nothing is kept. `customer` is who is spoken with in the preview. */
export interface ScriptText {
  text: string
  customer?: string
}

/** One version of a script: when it was made, and by whom. */
export interface ScriptVersion {
  id: string
  version: number
  script: Record<string, unknown>
  at: string
  by: string
}

/** Versions, the newest first. */
export interface ScriptVersions {
  versions: ScriptVersion[]
}

/**
 * A script in force, also as TOML (`text`). `used_by` are the queues whose calls it leads: of several scripts of
 * one queue the first by id.
 */
export interface ScriptView {
  id: string
  version: number
  script: Record<string, unknown>
  text: string
  used_by: string[]
}

/** Every script. */
export interface Scripts {
  scripts: ScriptView[]
}

/** Whatever the server sends on the live socket. */
export type ServerMessage =
  | Snapshot
  | DeskMessage
  | QueueMessage
  | QueueGoneMessage
  | AgentMessage
  | TotalsMessage
  | TrunksMessage
  | TelephonyMessage
  | EmergencyMessage
  | Ping
  | FloorMessageMessage
  | Forced
  | AskedInVain
  | LoggedOut
  | OrderMessage
  | ChatMessage
  | Superseded

/** A session; `csrf` goes into the header X-CSRF-Token of every change. */
export interface SessionView {
  user: UserView
  csrf: string
}

/**
 * Only the fields that change: tables are merged, lists replaced, null means the default (RFC 7396).
 *
 * With a `version` it is refused if another one is in force by now.
 */
export interface SettingsChange {
  version?: number | null
  settings: Record<string, unknown>
}

/** What a supervisor tells the floor, or part of it, until a time. */
export interface ShownMessage {
  id: string
  by: string
  text: string
  at: string
  until: string
  queues: string[]
  agents: string[]
}

/** Where a call is parked. */
export interface Slot {
  slot: number
}

/** The first message: everything as it is; `desk` on an agent's desk, `board` for who may watch. */
export interface Snapshot {
  type: 'snapshot'
  position: number
  server_time: string
  desk: Desk | null
  board: Board | null
  chats: AgentChat[]
  emergency: EmergencyView
  messages: ShownMessage[]
}

/** What a line of the table changes; `new`: the agent is made. */
export interface StaffChangeView {
  line: number
  agent: string
  new: boolean
  changes: StaffField[]
}

/** One field of an agent, before and after. */
export interface StaffField {
  field: string
  before: unknown
  after: unknown
}

/** What a table would change, or (`applied`) has changed; with problems nothing is changed. */
export interface StaffPlanView {
  lines: number
  changes: StaffChangeView[]
  problems: StaffProblem[]
  applied: boolean
}

/** What is wrong with a line, and what to do. */
export interface StaffProblem {
  line: number
  sentence: string
}

/** The agents as a table (CSV), whole or some of them; without `apply` it is only looked at. */
export interface StaffTable {
  text: string
  apply?: boolean
}

/** One interval, by its beginning on the site's clock (`09:30`); needs are None where there is nothing to handle. */
export interface StaffingInterval {
  start: string
  offered: number
  aht_s: number | null
  erlangs: number | null
  erlang_c: NeedView | null
  erlang_a: NeedView | null
}

/** The intervals of a day or of a forecast (`date` None), and the formulas of their figures. */
export interface StaffingView {
  date: string | null
  timezone: string
  minutes: number
  queue: string | null
  formulas: Record<string, FormulaView>
  intervals: StaffingInterval[]
}

/** A newer page of the same agent has the desk now; this socket is about to be closed. */
export interface Superseded {
  type: 'superseded'
}

/** To whom: exactly one of an agent, a queue, a number outside, or a node of the flow. */
export interface Target {
  agent?: string | null
  queue?: string | null
  number?: string | null
  node?: string | null
}

/** What is to be done, until when, and about whom. */
export interface TaskBody {
  title: string
  due?: string | null
  customer?: string | null
  call?: string | null
  done?: boolean
}

/** A task; `collides` says that another one, or a callback, is due within ten minutes of it. */
export interface TaskView {
  id: string
  title: string
  due: string | null
  customer: CustomerName | null
  call: string | null
  done: boolean
  collides: boolean
}

/** What is to be done, the next due first, and what was done today. */
export interface TasksView {
  tasks: TaskView[]
  callbacks: CallbackDueView[]
}

/** Asterisk is reached again, or no more. */
export interface TelephonyMessage {
  type: 'telephony'
  up: boolean
}

/** With whom the agent wants to speak now. */
export interface Toggle {
  to: 'customer' | 'party'
}

/** A program's token. `token` is there once, in the answer to what made it. */
export interface TokenView {
  name: string
  role: string
  created: string
  last_used: string | null
  token: string | null
}

/** Every program's token. */
export interface TokensView {
  tokens: TokenView[]
}

/** The figures of all queues together, as they are now. */
export interface TotalsMessage {
  type: 'totals'
  totals: LiveFigures
}

/** Where the call goes. */
export interface TransferBody {
  to: Target
}

/** A trunk. None: not asked, or (`registered`) not needed; not `seen`: Asterisk is not reached, nobody knows. */
export interface TrunkRow {
  id: string
  reachable: boolean | null
  registered: boolean | null
  seen: boolean
  calls: number
  said: string
}

/** The trunks, as they are now. */
export interface TrunksMessage {
  type: 'trunks'
  trunks: TrunkRow[]
}

/** Every trunk, as the board shows it. */
export interface TrunksView {
  trunks: TrunkRow[]
}

/** What is to be another way; what is absent stays as it is. */
export interface UserChange {
  name?: string | null
  role?: 'agent' | 'supervisor' | 'administrator' | null
  language?: 'zh' | 'en' | null
  agent?: string | null
  disabled?: boolean | null
}

/** Who is logged in. */
export interface UserView {
  id: string
  username: string
  name: string
  role: string
  language: string
  agent: string | null
}

/** One version: when, by whom, and what it changed; the first one is compared with the defaults. */
export interface VersionView {
  version: number
  at: string
  by: string
  changes: FieldChange[]
}

/** What is to be another way; what is absent stays as it is. One that is enabled again is told of what comes. */
export interface WebhookChange {
  name?: string | null
  url?: string | null
  enabled?: boolean | null
}

/**
 * A webhook. `result` is what was wrong at the last try, empty if nothing. `secret`, which signs what is told, is
 * there once, in the answer to what made it.
 */
export interface WebhookView {
  id: string
  name: string
  url: string
  enabled: boolean
  tried_at: string | null
  result: string
  secret: string | null
}

/** Every webhook. */
export interface WebhooksView {
  webhooks: WebhookView[]
}

/** A word as it shall be; `place` counts from 0 among its kind, None: where it stands, or last. */
export interface WordBody {
  name: Record<string, string>
  paid?: boolean
  key?: string
  place?: number | null
}

/** A not-ready reason (`paid`) or a disposition (`key`: the digit that chooses it, or nothing). */
export interface WordView {
  kind: 'reason' | 'disposition'
  id: string
  name: Record<string, string>
  paid: boolean
  key: string
}

/** The words a console offers, in order. */
export interface WordsView {
  words: WordView[]
}

/** A piece of work, and what part of the agent's capacity it takes. */
export interface Work {
  work: string
  load?: number
}
