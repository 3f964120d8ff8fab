// A script gone through without a call: where one is, by which way, and what was filled in.
import type { ScriptPreviewStep } from '../wire_books'
import type { DeskScript, ScriptAnswer } from '../wire_work'

export interface Rehearsal {
  // The step that is shown; empty: the end.
  at: string
  way: string[]
  answers: Record<string, Record<string, string>>
}

export const beginning = (steps: ScriptPreviewStep[]): Rehearsal => ({
  at: steps[0]?.step.id ?? '',
  way: [],
  answers: {},
})

// The place in a text that was changed meanwhile, or its beginning where that step is gone.
export function placed(steps: ScriptPreviewStep[], was: Rehearsal | null): Rehearsal {
  const known = new Set(['', ...steps.map(({ step }) => step.id)])
  return was && [was.at, ...was.way].every((id) => known.has(id)) ? was : beginning(steps)
}

export function after(steps: ScriptPreviewStep[], was: Rehearsal, answer: ScriptAnswer): Rehearsal {
  const answers = { ...was.answers, [was.at]: answer.answers ?? {} }
  if (answer.go === 'stay') return { ...was, answers }
  if (answer.go === 'back') return { at: was.way.at(-1) ?? was.at, way: was.way.slice(0, -1), answers }
  const here = steps.find(({ step }) => step.id === was.at)
  const to = answer.branch ? here?.ways[answer.branch] : here?.next
  return { at: to ?? '', way: [...was.way, was.at], answers }
}

export function shownAt(
  name: Record<string, string>,
  steps: ScriptPreviewStep[],
  now: Rehearsal,
): DeskScript {
  const here = steps.find(({ step }) => step.id === now.at)?.step
  const step = here ? { ...here, answers: now.answers[here.id] ?? {} } : null
  return { id: 'preview', name, step, gone: now.way.length }
}
