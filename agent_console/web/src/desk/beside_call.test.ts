// On the card: outcomes with fields, canned notes, what comes next, reasons in groups.
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { live } from '../live/live.svelte'
import { beforeFirstSnapshot } from '../live/reduce'
import { presence } from '../session.svelte'
import { silentPhone } from '../phone/state'
import { speakEnglish } from '../test/catalogue'
import { desk, ringingCall } from '../test/examples'
import { show } from '../test/mount'
import type { DeskCall } from '../wire'
import { fieldLines } from '../work/field_lines'
import { viewCall } from './call'
import { agentDesk } from './desk.svelte'
import Dispositions from './Dispositions.svelte'
import NextState from './NextState.svelte'
import { Note } from './note.svelte'
import NoteField from './NoteField.svelte'
import ReasonMenu from './ReasonMenu.svelte'
import { groupsOf } from './reason_groups'
import WrapUp from './WrapUp.svelte'

const size = { id: 's', name: { en: 'Small' } }
const fields = [
  { id: 'number', name: { en: 'Number' }, type: 'text' as const, required: true, choices: [] },
  { id: 'size', name: { en: 'Size' }, type: 'choice' as const, required: false, choices: [size] },
]
const server = vi.fn<typeof fetch>()
const wrapUp: DeskCall = {
  ...ringingCall,
  stage: 'wrap_up',
  legal: ['note', 'disposition', 'finish', 'extend'],
}

function onDesk(call: DeskCall, next = desk.state.next) {
  const whole = { ...desk, state: { ...desk.state, name: 'wrap_up' as const, next }, call }
  live.state = { ...beforeFirstSnapshot, link: 'open', desk: whole }
  flushSync()
  return viewCall(whole, silentPhone, 'open')!
}

beforeEach(() => {
  speakEnglish()
  presence.catalogue.dispositions.push({ id: 'order', name: { en: 'Order' }, key: '2', fields })
  server.mockReset()
  server.mockImplementation(() => Promise.resolve(new Response(null, { status: 204 })))
  vi.stubGlobal('fetch', server)
  // A first key lets the ringtone speak; here there is nothing to speak with.
  vi.stubGlobal(
    'AudioContext',
    class {
      resume() {}
    },
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  live.state = beforeFirstSnapshot
  flushSync()
})

test('an outcome with fields is chosen when they are filled in', async () => {
  const shown = show(Dispositions, { view: onDesk(wrapUp) })
  shown.press('disposition-order')
  expect(server).not.toHaveBeenCalled()
  shown.write('field-number', 'A17')
  shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await vi.waitFor(() => expect(server).toHaveBeenCalledOnce())
  expect(JSON.parse(String(server.mock.calls[0]![1]!.body))).toEqual({
    disposition: 'order',
    fields: { number: 'A17', size: '' },
  })
  await vi.waitFor(() => expect(agentDesk.choosing).toBeNull())
})

test('what was filled in is shown with the outcome', () => {
  const chosen = { ...wrapUp, disposition: 'order', fields: { number: 'A17', size: 's' } }
  const shown = show(Dispositions, { view: onDesk(chosen) })
  expect(shown.find('outcome-fields')!.textContent).toBe('Number: A17 · Size: Small')
  expect(fieldLines(fields, {})).toEqual([])
})

test('wrap-up can be made longer, and ends in what was asked for', async () => {
  const shown = show(WrapUp, { view: onDesk(wrapUp, { name: 'not_ready', reason: 'lunch' }) })
  expect(shown.find('finish')!.textContent).toContain('Finish: Lunch')
  shown.press('extend')
  await vi.waitFor(() =>
    expect(server.mock.calls.map(([url]) => url)).toContain('/api/v1/calls/c1/wrap-up/extend'),
  )
})

test('a slash opens the canned notes, and one goes in at the cursor', async () => {
  const canned = {
    canned_notes: [{ id: 'n', names: { en: 'Offer' }, texts: { en: 'Offer to {customer}.' } }],
  }
  server.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(canned), { status: 200 })))
  const note = new Note('c1', 'Called. ', 0, () => Promise.resolve({ revision: 1 }))
  const shown = show(NoteField, { note, customer: 'Wang' })
  const area = shown.find('note') as HTMLTextAreaElement
  area.focus()
  area.setSelectionRange(8, 8)
  area.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(shown.find('canned-note')).not.toBeNull())
  shown.press('canned-note')
  expect(area.value).toBe('Called. Offer to Wang.')
  expect(area.selectionStart).toBe(area.value.length)
  expect(shown.find('canned-note')).toBeNull()
})

test('what a colleague writes moves the cursor along', () => {
  const note = new Note('c1', 'one two', 0, () => Promise.resolve({ revision: 1 }))
  const shown = show(NoteField, { note, customer: '' })
  const area = shown.find('note') as HTMLTextAreaElement
  area.focus()
  area.setSelectionRange(3, 3)
  note.hear('zero one two', 1)
  flushSync()
  expect(area.value).toBe('zero one two')
  expect(area.selectionStart).toBe(8)
})

test('what comes next is said, and can be taken back unless it is to be ready', () => {
  const next = show(NextState, { next: { name: 'not_ready' as const, reason: 'lunch' } })
  expect(next.words()).toContain('Afterwards: Lunch')
  next.press('state-next-cancel')
  expect(JSON.parse(String(server.mock.calls[0]![1]!.body))).toEqual({ state: 'ready' })
  expect(
    show(NextState, { next: { name: 'ready' as const, reason: null } }).find('state-next-cancel'),
  ).toBeNull()
})

test('reasons are in groups of their kind', () => {
  const lunch = presence.catalogue.not_ready_reasons[0]!
  const course = { ...lunch, id: 'course', name: { en: 'Course' }, kind: 'training' }
  const tea = { ...lunch, id: 'tea', name: { en: 'Tea' } }
  expect(groupsOf([lunch, course, tea]).map((group) => [group.kind, group.reasons.length])).toEqual([
    ['break', 2],
    ['training', 1],
  ])
  presence.catalogue.not_ready_reasons = [lunch, course]
  const shown = show(ReasonMenu, { open: true, label: 'L', testid: 'x', choose: () => {} })
  expect(shown.words()).toContain('Breaks Lunch unpaidTraining Course unpaid')
})
