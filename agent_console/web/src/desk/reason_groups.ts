// Not-ready reasons in groups of their kind, in the order in which the company lists them. Pure.
import type { NotReadyReason } from '../wire'

export function groupsOf(reasons: NotReadyReason[]): { kind: string; reasons: NotReadyReason[] }[] {
  const kinds = [...new Set(reasons.map((reason) => reason.kind))]
  return kinds.map((kind) => ({ kind, reasons: reasons.filter((reason) => reason.kind === kind) }))
}
