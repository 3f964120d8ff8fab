// Tabs: one is shown, arrows go round, and what waits elsewhere is counted.
import { createRawSnippet, flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { show } from '../test/mount'
import Tabs from './Tabs.svelte'

const children = createRawSnippet((id: () => string) => ({
  render: () => `<p data-testid="shown">${id()}</p>`,
}))
const tabs = [
  { id: 'one', name: 'One' },
  { id: 'two', name: 'Two', count: 3, told: '3 unread' },
]

test('the chosen one is selected and shown, and only that can be reached by Tab', () => {
  const shown = show(Tabs, { label: 'L', tabs, chosen: 'one', choose: () => {}, children })
  expect(shown.find('tab-one')!.getAttribute('aria-selected')).toBe('true')
  expect(shown.find('tab-two')!.tabIndex).toBe(-1)
  expect(shown.find('shown')!.textContent).toBe('one')
  expect(shown.find('tab-two')!.textContent).toContain('3 unread')
})

test('an arrow goes to the next, and round', () => {
  const chosen: string[] = []
  const shown = show(Tabs, {
    label: 'L',
    tabs,
    chosen: 'one',
    choose: (id: string) => chosen.push(id),
    children,
  })
  for (const key of ['ArrowRight', 'ArrowLeft'])
    shown.find('tab-one')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  flushSync()
  expect(chosen).toEqual(['two', 'two'])
})
