// A value of a document in a few signs: nothing is a dash; tables, lists and the empty text are as JSON has them.

export function shown(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'object' || value === '' ? JSON.stringify(value) : String(value)
}
