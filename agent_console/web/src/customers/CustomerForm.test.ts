// The form: an owner is chosen from the agents, and is sent by id.
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { customer } from '../test/examples'
import { show } from '../test/mount'
import type { Customer, CustomerDraft } from '../wire'
import CustomerForm from './CustomerForm.svelte'

const save = vi.fn<(draft: CustomerDraft) => Promise<void>>(() => Promise.resolve())
beforeEach(() => {
  speakEnglish()
  save.mockClear()
})

function form(known: Customer | null) {
  const shown = show(CustomerForm, { customer: known, save, onclose: () => {} })
  return {
    owner: shown.find('customer-form-owner') as HTMLSelectElement,
    sent() {
      shown.target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
      return save.mock.calls[0]![0]
    },
  }
}

test('any agent may be chosen, and the owner stays unless another one is', () => {
  const shown = form(customer)
  expect([...shown.owner.options].map((option) => option.text.trim())).toEqual([
    'Nobody in particular',
    'Lin',
    'Jane',
  ])
  expect(shown.owner.value).toBe('1001')
  expect(shown.sent().owner).toBe('1001')
})

test('a new customer belongs to nobody', () => {
  const shown = form(null)
  expect(shown.owner.value).toBe('')
  expect(shown.sent().owner).toBe('')
})
