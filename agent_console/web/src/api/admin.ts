// Administration: users, roles, tokens, words, agents, webhooks, what callers hear, and the trunks.
import type {
  FlowReading,
  FlowView,
  ManagedUser,
  NewAgentDraft,
  PromptView,
  RolesView,
  StaffPlan,
  TokenView,
  TrunkRow,
  UserDraft,
  WebhookView,
  WordDraft,
  WordKind,
  WordView,
} from '../wire_admin'
import { request } from './http'

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

export const readUsers = () =>
  request<{ users: ManagedUser[] }>('GET', '/users').then((answer) => answer.users)
export const makeUser = (draft: UserDraft) => request<ManagedUser>('POST', '/users', draft)
export const changeUser = (id: string, change: Partial<UserDraft> & { disabled?: boolean }) =>
  request<ManagedUser>('PATCH', at('/users', id), change)
export const resetPassword = (id: string) => request<ManagedUser>('POST', `${at('/users', id)}/password`, {})
export const readRoles = () => request<RolesView>('GET', '/roles')

export const readTokens = () =>
  request<{ tokens: TokenView[] }>('GET', '/tokens').then((answer) => answer.tokens)
export const makeToken = (name: string, role: string) => request<TokenView>('POST', '/tokens', { name, role })
export const revokeToken = (name: string) => request<void>('DELETE', at('/tokens', name))

const wordsOf = (answer: { words: WordView[] }) => answer.words
export const readWords = () => request<{ words: WordView[] }>('GET', '/words').then(wordsOf)
export const putWord = (kind: WordKind, id: string, draft: WordDraft) =>
  request<{ words: WordView[] }>('PUT', at(`/words/${kind}`, id), draft).then(wordsOf)
export const removeWord = (kind: WordKind, id: string) =>
  request<{ words: WordView[] }>('DELETE', at(`/words/${kind}`, id)).then(wordsOf)

export const staffAddress = '/api/v1/staff.csv'
export const makeAgent = (draft: NewAgentDraft) => request<unknown>('POST', '/agents', draft)
export const sendStaff = (text: string, apply: boolean) =>
  request<StaffPlan>('POST', '/staff', { text, apply })

export const readWebhooks = () =>
  request<{ webhooks: WebhookView[] }>('GET', '/webhooks').then((answer) => answer.webhooks)
export const makeWebhook = (name: string, url: string) =>
  request<WebhookView>('POST', '/webhooks', { name, url })
export const changeWebhook = (id: string, change: { enabled?: boolean }) =>
  request<WebhookView>('PATCH', at('/webhooks', id), change)
export const removeWebhook = (id: string) => request<void>('DELETE', at('/webhooks', id))
export const testWebhook = (id: string) => request<WebhookView>('POST', `${at('/webhooks', id)}/test`)

export const readFlows = () => request<{ flows: FlowView[] }>('GET', '/flows').then((answer) => answer.flows)
export const checkFlow = (text: string, name: string) =>
  request<FlowReading>('POST', '/flow-check', { text, name })
export const readPrompts = () =>
  request<{ prompts: PromptView[] }>('GET', '/prompts').then((answer) => answer.prompts)
export const readTrunks = () =>
  request<{ trunks: TrunkRow[] }>('GET', '/trunks').then((answer) => answer.trunks)
