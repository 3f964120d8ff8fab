// Mounts a component for a test and finds its parts by the same ids the end-to-end tests use.
import { flushSync, mount, unmount, type Component } from 'svelte'
import { onTestFinished } from 'vitest'

export function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const target = document.createElement('div')
  document.body.append(target)
  const mounted = mount(component, { target, props })
  flushSync()
  onTestFinished(async () => {
    await unmount(mounted)
    target.remove()
  })
  const find = (testid: string) => target.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
  return {
    target,
    find,
    all: (testid: string) => [...target.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)],
    press: (testid: string) => {
      find(testid)!.click()
      flushSync()
    },
    write: (testid: string, text: string) => {
      const input = find(testid) as HTMLInputElement
      input.value = text
      input.dispatchEvent(new Event('input', { bubbles: true }))
      flushSync()
    },
    words: () => target.textContent.replace(/\s+/g, ' ').trim(),
  }
}
