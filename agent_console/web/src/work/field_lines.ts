// What was filled in, a line for each field that was: by the names of today's catalogue.
import { named } from '../language/language.svelte'
import type { Field } from '../wire_work'

export function fieldLines(fields: Field[], values: Record<string, string>): string[] {
  return fields
    .filter(({ id }) => values[id])
    .map((field) => {
      const value = values[field.id]!
      const choice = field.choices.find((each) => each.id === value)
      return `${named(field.name, field.id)}: ${choice ? named(choice.name, choice.id) : value}`
    })
}
