// A window above the page: named, open while it is there, and closed by its key, by Esc, or by a press beside it.
import { createRawSnippet } from 'svelte'
import { beforeEach, expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import Dialog from './Dialog.svelte'

const children = createRawSnippet(() => ({ render: () => '<p data-testid="inside">What it is about</p>' }))

function dialog(wide = false) {
  const onclose = vi.fn()
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal')
  const shown = show(Dialog, { title: 'Import customers', wide, onclose, children })
  const modal = showModal.mock.calls.length
  showModal.mockRestore()
  return { ...shown, modal, onclose, window: shown.target.querySelector('dialog')! }
}
beforeEach(speakEnglish)

test('it stands above the page, by its name, with what it is about', () => {
  const { find, modal, target, window } = dialog()
  expect([window.open, modal]).toEqual([true, 1])
  expect(window.getAttribute('aria-label')).toBe('Import customers')
  expect(target.querySelector('h2')!.textContent).toBe('Import customers')
  expect(find('inside')!.textContent).toBe('What it is about')
  expect(window.classList.contains('wide')).toBe(false)
  expect(dialog(true).window.classList.contains('wide')).toBe(true)
})

test('its key closes it, and says what it does', () => {
  const { onclose, target } = dialog()
  const key = target.querySelector<HTMLElement>('header button')!
  expect(key.getAttribute('aria-label')).toBe('Close')
  key.click()
  expect(onclose).toHaveBeenCalledOnce()
})

test('Esc closes it', () => {
  const { onclose, window } = dialog()
  window.dispatchEvent(new Event('cancel'))
  expect(onclose).toHaveBeenCalledOnce()
})

test('a press beside it closes it, one inside does not', () => {
  const { find, onclose, window } = dialog()
  find('inside')!.click()
  expect(onclose).not.toHaveBeenCalled()
  window.click()
  expect(onclose).toHaveBeenCalledOnce()
})

test('text that is marked from inside to outside does not close it', () => {
  const { find, onclose, window } = dialog()
  find('inside')!.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  window.click()
  expect(onclose).not.toHaveBeenCalled()
  window.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  window.click()
  expect(onclose).toHaveBeenCalledOnce()
})
