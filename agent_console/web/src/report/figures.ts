// The names of the figures: which formula each is counted by, how it is written, which calls are behind it.
import { count, percent, seconds } from '../language/format'
import type { FigureName, Figures, Formula, Language } from '../wire'

export const figureNames: FigureName[] = [
  'offered',
  'answered',
  'abandoned',
  'flowed_out',
  'service_level',
  'asa_s',
  'aht_s',
  'longest_wait_s',
]

// The longest wait is one of all the waits; every other figure opens the calls it counts.
export function openedBy(name: FigureName): FigureName {
  return name === 'longest_wait_s' ? 'offered' : name
}

export function write(language: Language, name: FigureName, figures: Figures): string {
  const value = figures[name]
  if (name === 'service_level') return percent(language, value)
  if (name === 'asa_s' || name === 'aht_s' || name === 'longest_wait_s') return seconds(language, value)
  return count(language, value ?? 0)
}

export type Formulas = Record<string, Formula>

export function formulaOf(name: string, formulas: Formulas): Formula | null {
  return formulas[name] ?? formulas[name.replace(/_s$/, '')] ?? null
}

export function formulaLine(name: string, formulas: Formulas): string {
  const formula = formulaOf(name, formulas)
  if (!formula) return name.replace(/_s$/, '')
  const threshold = formula.threshold_s == null ? '' : `, T = ${formula.threshold_s} s`
  return `${formula.id}: ${formula.text}${threshold}`
}
