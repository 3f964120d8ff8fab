// The desks' books as an administrator keeps them: scripts, articles and canned notes.
import type {
  ArticleDraft,
  ArticleRow,
  ArticleView,
  CannedNoteDraft,
  CannedNoteView,
  ScriptReading,
  ScriptView,
} from '../wire_books'
import { request } from './http'

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`
type Document = Record<string, unknown>

export const readScripts = () =>
  request<{ scripts: ScriptView[] }>('GET', '/scripts').then((answer) => answer.scripts)
export const checkScript = (text: string, customer: string) =>
  request<ScriptReading>('POST', '/script-check', { text, customer })
export const makeScript = (id: string, script: Document) =>
  request<ScriptView>('POST', '/scripts', { id, script })
export const changeScript = (id: string, version: number, script: Document) =>
  request<ScriptView>('PUT', at('/scripts', id), { version, script })
export const removeScript = (id: string) => request<void>('DELETE', at('/scripts', id))

export const readArticle = (id: string) => request<ArticleView>('GET', at('/articles', id))
export function readArticleList(query: string): Promise<ArticleRow[]> {
  const search = query ? `?${new URLSearchParams({ query })}` : ''
  return request<{ articles: ArticleRow[] }>('GET', `/article-list${search}`).then(
    (answer) => answer.articles,
  )
}
export const makeArticle = (draft: ArticleDraft) => request<ArticleView>('POST', '/articles', draft)
export const changeArticle = (id: string, draft: ArticleDraft & { based_on: string }) =>
  request<ArticleView>('PUT', at('/articles', id), draft)
export const removeArticle = (id: string) => request<void>('DELETE', at('/articles', id))

export const makeNote = (draft: CannedNoteDraft) => request<CannedNoteView>('POST', '/canned-notes', draft)
export const changeNote = (id: string, draft: CannedNoteDraft) =>
  request<CannedNoteView>('PUT', at('/canned-notes', id), draft)
export const removeNote = (id: string) => request<void>('DELETE', at('/canned-notes', id))
