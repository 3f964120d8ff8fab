// The choice of a telephone.
import { flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import PhoneMenu from './PhoneMenu.svelte'
import PhoneNumber from './PhoneNumber.svelte'

HTMLDialogElement.prototype.showModal ??= () => {}
HTMLDialogElement.prototype.close ??= () => {}

test('what can be chosen is offered, and what is chosen is said', async () => {
  speakEnglish()
  const asked = server()
  const shown = show(PhoneMenu, {
    phone: { kind: 'browser', number: '', choices: ['browser', 'desk', 'number'] },
  })
  shown.press('phone-menu')
  await settled()
  expect(shown.find('phone-menu-browser')?.textContent).toContain('chosen')
  shown.press('phone-menu-desk')
  expect(asked).toEqual([['PUT', '/agent/phone', { phone: 'desk', number: '' }]])
})

test('a number that cannot be dialled is explained where it was written', async () => {
  speakEnglish()
  const asked = server({ 'PUT /agent/phone': refusal(422, 'That cannot be dialled.') })
  let closed = false
  const shown = show(PhoneNumber, { number: '+86139', onclose: () => (closed = true) })
  shown.find('phone-number-submit')!.click()
  flushSync()
  await settled()
  expect(asked[0]?.[2]).toEqual({ phone: 'number', number: '+86139' })
  expect(shown.find('phone-number-problem')?.textContent).toBe('That cannot be dialled.')
  expect(closed).toBe(false)
})
