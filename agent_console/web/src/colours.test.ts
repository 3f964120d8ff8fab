// Contrast by WCAG 2.2 AA, light and dark: 4.5 for words, 3 for lamps, borders of fields and focus rings.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const sheet = readFileSync('src/app.css', 'utf8')
const tokensIn = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  )
const [day = '', night = ''] = sheet.split('@media (prefers-color-scheme: dark)')
const light: Record<string, string> = tokensIn(day)
const dark: Record<string, string> = { ...light, ...tokensIn(night) }

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
function contrast(one: string, other: string): number {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright! + 0.05) / (dim! + 0.05)
}

const words: [string, string][] = [
  ...['page', 'surface', 'sunken', 'accent-soft', 'ringing-soft', 'bad-soft'].map(
    (ground): [string, string] => ['ink', ground],
  ),
  ...['page', 'surface', 'sunken'].map((ground): [string, string] => ['quiet', ground]),
  ...['accent', 'ready', 'ringing', 'bad'].map((ink): [string, string] => [ink, 'surface']),
  // What a pressed or a pointed-at button says about its queue.
  ...['ready', 'bad'].flatMap((ink): [string, string][] => [
    [ink, 'accent-soft'],
    [ink, 'sunken'],
  ]),
  ['accent', 'page'],
  ['bad', 'page'],
  ['accent-ink', 'accent'],
  ['danger-ink', 'danger'],
  ['board-ink', 'board'],
  ['board-quiet', 'board'],
  ['board-ink', 'board-raised'],
  ['brass', 'board'],
  ['brass-ink', 'brass'],
]
const shapes = ['ready', 'ringing', 'talking', 'wrap-up', 'not-ready', 'lamp-off', 'line-strong', 'focus']

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, tokens) => {
  test.each(words)('%s on %s can be read', (ink, ground) => {
    expect(contrast(tokens[ink]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(shapes)('%s can be seen', (shape) => {
    for (const ground of ['page', 'surface'])
      expect(contrast(tokens[shape]!, tokens[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
