// Chooses in a list of choices, as a person does. The tests' own DOM does not know that an option can be `:checked`,
// which is how Svelte reads what was chosen.
import { flushSync } from 'svelte'

export function choose(list: HTMLElement | null, value: string): void {
  const select = list as HTMLSelectElement
  select.value = value
  const known = (query: string) => Element.prototype.querySelector.call(select, query)
  const find = (query: string) => (query === ':checked' ? select.selectedOptions[0] : known(query))
  Object.defineProperty(select, 'querySelector', { value: find, configurable: true })
  select.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
}
