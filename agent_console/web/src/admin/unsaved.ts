// What was written in a form that was closed before it was saved: kept, as long as the page is, for when it is opened again.
const kept = new Map<string, unknown>()

export function unsaved<Draft>(of: string): Draft | null {
  return (kept.get(of) as Draft | undefined) ?? null
}

export function keep(of: string, draft: unknown): void {
  kept.set(of, draft)
}

export function forget(of: string): void {
  kept.delete(of)
}
