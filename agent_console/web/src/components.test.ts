// @vitest-environment node
// Every component fits in the eye, and is shown by a test beside it: by itself, or as a part of what that test shows.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = import.meta.dirname
const MOST_LINES = 150
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).map((name) => join(ROOT, name))
const components = files.filter((file) => file.endsWith('.svelte'))

function importsOf(file: string): string[] {
  const named = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)
  const places = [...named].map((match) => resolve(dirname(file), match[1]!))
  return places.flatMap((place) => ['', '.ts', '.svelte.ts'].map((end) => place + end).filter(isSource))
}

const isSource = (file: string) => /\.(ts|svelte)$/.test(file) && existsSync(file)

function reachedFrom(file: string, found = new Set<string>()): Set<string> {
  for (const each of importsOf(file))
    if (!found.has(each)) {
      found.add(each)
      reachedFrom(each, found)
    }
  return found
}

test(`no component is longer than ${MOST_LINES} lines`, () => {
  const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').length
  const long = components.filter((file) => lines(file) > MOST_LINES).map((file) => relative(ROOT, file))
  expect(components.length).toBeGreaterThan(100)
  expect(long).toEqual([])
})

test('every component is shown by a test beside it', () => {
  const shown = new Set<string>()
  for (const file of files.filter((name) => name.endsWith('.test.ts')))
    for (const reached of reachedFrom(file)) if (dirname(reached) === dirname(file)) shown.add(reached)
  expect(components.filter((file) => !shown.has(file)).map((file) => relative(ROOT, file))).toEqual([])
})
