// The words spoken with the server, by the names that pages use. The types themselves are made from the
// server's models (`make types`); what stands here narrows a word where the console knows more than the wire says.
import type * as made from './wire/generated'

export type Language = made.Language['language']
export type Bilingual = Record<string, string>
export type Role = 'agent' | 'supervisor' | 'administrator'
export type User = Omit<made.UserView, 'role' | 'language'> & { role: Role; language: Language }
export type Session = Omit<made.SessionView, 'user'> & { user: User }

export type Named = made.NamedView
export type NotReadyReason = made.ReasonView
export type Disposition = made.DispositionView
export type AgentName = made.AgentName
export type Catalogue = made.CatalogueView

export type GuestPhone = made.GuestPhoneView
// A guest's telephone shows no name of its own.
export type SipAccount = Omit<made.PhoneView, 'display_name'> & Partial<Pick<made.PhoneView, 'display_name'>>

export type DeskPhone = made.DeskPhone
export type LoginPhone = made.LoginPhone
export type Colleagues = made.Colleagues
export type ParkedList = made.ParkedList
export type Target = Partial<made.Target>

export type PhoneNumber = made.NumberView
export type CustomerCard = made.CustomerCard
export type Customer = made.CustomerView
export type Interaction = made.InteractionView
export type CustomerImport = made.ImportView
export type CustomerDraft = made.CustomerBody & { name: string; numbers: string[] }

export type Figures = made.FiguresView
export type FigureName = keyof Figures
export type Formula = made.FormulaView
export type AgentFigures = made.AgentFiguresView
export type AgentFigureName = Exclude<keyof AgentFigures, 'agent' | 'name'>
export type Report = made.ReportView
export interface CallsQuestion {
  figure: FigureName | AgentFigureName
  queue?: string
  agent?: string
}
export type ReportCall = made.CallRowView

export type CallEvent = made.CallFact
export type CallRecord = made.CallView
export type NoteKept = made.NoteKept

export type Need = made.NeedView
export type StaffingInterval = made.StaffingInterval
export type Staffing = made.StaffingView

export type AgentStateName = made.DeskState['name']
export type CallStage = made.DeskCall['stage']
export type DeskAction = made.DeskCall['legal'][number]
export type DeskCall = made.DeskCall
export type Desk = made.Desk
export type BoardQueue = made.BoardQueue
export type BoardAgent = made.BoardAgent
export type Board = made.Board
export type Snapshot = made.Snapshot
export type ServerMessage = made.ServerMessage
export type PageOrder = made.OrderMessage['order']
export type Pong = made.Pong
export type PongPhone = made.PongMessage['phone']
export type PongMicrophone = made.PongMessage['microphone']
