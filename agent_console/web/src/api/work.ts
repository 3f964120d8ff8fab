// What an agent does beside the call, and what a supervisor answers.
import type {
  Article,
  ArticleFound,
  CannedNote,
  Day,
  RecentCall,
  ScriptAnswer,
  Task,
  TaskDraft,
  Tasks,
} from '../wire_work'
import { request } from './http'

const at = (id: string) => encodeURIComponent(id)

export const extendWrapUp = (call: string, seconds: number) =>
  request<void>('POST', `/calls/${at(call)}/wrap-up/extend`, { seconds })
export const answerScript = (call: string, answer: ScriptAnswer) =>
  request<void>('POST', `/calls/${at(call)}/script`, answer)

export const readTasks = () => request<Tasks>('GET', '/tasks')
export const addTask = (task: TaskDraft) => request<Task>('POST', '/tasks', task)
export const changeTask = (id: string, task: TaskDraft) => request<Task>('PUT', `/tasks/${at(id)}`, task)
export const removeTask = (id: string) => request<void>('DELETE', `/tasks/${at(id)}`)

export const readCannedNotes = () =>
  request<{ canned_notes: CannedNote[] }>('GET', '/canned-notes').then((answer) => answer.canned_notes)

export function searchArticles(query: string, queue: string | null): Promise<ArticleFound[]> {
  const search = new URLSearchParams({ query, ...(queue ? { queue } : {}) })
  return request<{ articles: ArticleFound[] }>('GET', `/articles?${search}`).then((answer) => answer.articles)
}
export const readArticle = (id: string) => request<Article>('GET', `/articles/${at(id)}`)

export const readDay = () => request<Day>('GET', '/agent/today')
export const readRecentCalls = () =>
  request<{ calls: RecentCall[] }>('GET', '/agent/calls').then((answer) => answer.calls)

export const raiseHand = (raised: boolean) => request<void>('PUT', '/agent/hand', { raised })
export const lowerHand = (agent: string) => request<void>('DELETE', `/agents/${at(agent)}/hand`)
export const sayToSupervisors = (text: string) => request<void>('POST', '/agent/chat', { text })
export const sayToAgent = (agent: string, text: string) =>
  request<void>('POST', `/agents/${at(agent)}/chat`, { text })
export const chatSeen = () => request<void>('POST', '/agent/chat/seen')
export const agentChatSeen = (agent: string) => request<void>('POST', `/agents/${at(agent)}/chat/seen`)
