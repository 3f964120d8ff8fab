// What a not-ready reason is called: the company's own word, or ours for those the server gives by itself.
import { named, t } from './language/language.svelte'
import { isKey } from './language/text'
import type { NotReadyReason } from './wire'

export function reasonName(reasons: NotReadyReason[], id: string | null): string {
  if (!id) return ''
  const own = reasons.find((each) => each.id === id)
  const key = `reason.${id}`
  return own ? named(own.name, id) : isKey(key) ? t(key) : id
}
