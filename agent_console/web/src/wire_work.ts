// The words about work beside the call: forms, scripts, tasks, articles, canned notes, chat, the day so far.
import type * as made from './wire/generated'

export type Field = made.FieldView
export type DeskScript = made.DeskScript
export type ScriptStep = made.DeskScriptStep
export type ScriptAnswer = made.ScriptAnswer
export type AgentChat = made.AgentChat
export type ChatLine = made.ChatLine
export type Task = made.TaskView
export type TaskDraft = made.TaskBody
export type CallbackDue = made.CallbackDueView
export type Tasks = made.TasksView
export type CannedNote = made.CannedNoteView
export type ArticleFound = made.ArticleFound
export type Article = made.ArticleView
export type Day = made.DayView
export type DayFigures = made.DayFigures
export type RecentCall = made.RecentCall
