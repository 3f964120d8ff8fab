// The words about the desks' books, as those who write them see them: scripts, articles and canned notes.
import type * as made from './wire/generated'

export type ScriptView = made.ScriptView
export type ScriptReading = made.ScriptReading
export type ScriptFault = made.ScriptFault
export type ScriptPreviewStep = made.ScriptPreviewStep
export type ArticleView = made.ArticleView
export type ArticleRow = made.ArticleRow
export type ArticleDraft = Required<made.ArticleBody>
export type CannedNoteView = made.CannedNoteView
export type CannedNoteDraft = made.CannedNoteBody
