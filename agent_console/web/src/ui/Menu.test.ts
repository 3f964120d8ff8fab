// A menu by keys alone: opened, gone through, chosen from, closed, with the focus where it was.
import { expect, test, vi } from 'vitest'
import { show } from '../test/mount'
import { settled } from '../test/server'
import Menu from './Menu.svelte'

function menu() {
  const done = vi.fn()
  const further = {
    id: 'further',
    label: 'Further',
    items: [{ id: 'deep', label: 'Deep', act: () => done('deep') }],
  }
  const items = [{ id: 'one', label: 'One', act: () => done('one') }, further]
  return { done, shown: show(Menu, { label: 'What to do', testid: 'it', items }) }
}
function key(name: string) {
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
  )
}
const focused = () => document.activeElement?.getAttribute('data-testid')

test('arrows go round, and what is chosen is done once', async () => {
  const { done, shown } = menu()
  shown.press('it')
  await settled()
  expect(shown.find('it')!.getAttribute('aria-expanded')).toBe('true')
  expect(focused()).toBe('it-one')
  key('ArrowDown')
  expect(focused()).toBe('it-further')
  key('ArrowDown')
  expect(focused()).toBe('it-one')
  shown.press('it-one')
  expect(done.mock.calls).toEqual([['one']])
  expect(shown.find('it-one')).toBeNull()
  expect(focused()).toBe('it')
})

test('a further list is entered, left, and entered again', async () => {
  const { done, shown } = menu()
  shown.press('it')
  await settled()
  key('ArrowUp')
  key('ArrowRight')
  await settled()
  expect(shown.find('it-deep')).not.toBeNull()
  expect(shown.find('it-one')).toBeNull()
  key('ArrowLeft')
  await settled()
  shown.press('it-further')
  await settled()
  shown.press('it-deep')
  expect(done.mock.calls).toEqual([['deep']])
})

test('Esc closes and gives the focus back', async () => {
  const { done, shown } = menu()
  shown.press('it')
  await settled()
  key('Escape')
  await settled()
  expect(shown.find('it-one')).toBeNull()
  expect(focused()).toBe('it')
  expect(done).not.toHaveBeenCalled()
})
