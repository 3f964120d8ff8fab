// @vitest-environment node
// What a desk loads before it works, packed as the proxy before the server packs it: little enough for a slow line. Built anew for the test.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { en as floor } from './language/en/floor'
import { en as office } from './language/en/office'

const MOST_KB = 150
const BUILD_MS = 120_000
// The page, the desk, and the phone that the desk loads when it opens.
const MAIN = /^assets\/main-/
const LOADED = [MAIN, /^assets\/DeskPage-/, /^assets\/phone-/]

// What only supervisors' pages say begins with one of these, in quotes.
const TOPICS = [...new Set([...Object.keys(floor), ...Object.keys(office)].map((key) => key.split('.')[0]!))]
const LEARNT = new RegExp(`["'\`](${TOPICS.join('|')})\\.[a-z_$]`)
const LESSON = /^assets\/supervising-/

interface Chunk {
  file: string
  css?: string[]
  imports?: string[]
  dynamicImports?: string[]
}

function built(folder: string): Record<string, Chunk> {
  const { VITEST: _test, NODE_ENV: _mode, ...env } = process.env
  const words = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--outDir',
    folder,
    '--manifest',
    '--logLevel',
    'error',
  ]
  execFileSync(process.execPath, words, { env })
  return JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>
}

function chunkNamed(manifest: Record<string, Chunk>, name: RegExp): string {
  const found = Object.keys(manifest).find(
    (key) => /\.js$/.test(manifest[key]!.file) && name.test(manifest[key]!.file),
  )
  if (!found) throw new Error(`The build has no chunk ${name}; say anew in LOADED what the desk loads.`)
  return found
}

function files(manifest: Record<string, Chunk>, name: string, found: Set<string>): Set<string> {
  const chunk = manifest[name]!
  if (found.has(chunk.file)) return found
  for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file)
  for (const each of chunk.imports ?? []) files(manifest, each, found)
  return found
}

// What a page loads, and what it loads when something of it is opened; other pages than it are loaded by the main chunk.
function everFiles(manifest: Record<string, Chunk>, page: string): Set<string> {
  const found = files(manifest, page, new Set())
  const later = Object.values(manifest).filter((chunk) => found.has(chunk.file) && !MAIN.test(chunk.file))
  for (const each of later.flatMap((chunk) => chunk.dynamicImports ?? [])) files(manifest, each, found)
  return found
}

// Whether one of the scripts that a page loads says what only supervisors' pages know, but the lesson itself.
function speaks(folder: string, loaded: Set<string>): boolean {
  const scripts = [...loaded].filter((file) => file.endsWith('.js') && !LESSON.test(file))
  return scripts.some((file) => LEARNT.test(readFileSync(join(folder, file), 'utf8')))
}

test(
  `what a desk loads is at most ${MOST_KB} KB packed`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
    try {
      const manifest = built(folder)
      const loaded = new Set(['index.html'])
      for (const name of LOADED) files(manifest, chunkNamed(manifest, name), loaded)
      const sizes = [...loaded].map((file) => {
        const packed = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
        return [file, packed] as const
      })
      const total = sizes.reduce((sum, [, size]) => sum + size, 0)
      const lines = sizes.map(([file, size]) => `${(size / 1000).toFixed(1).padStart(6)} KB  ${file}`)
      console.log([...lines, `${(total / 1000).toFixed(1).padStart(6)} KB  in all`].join('\n'))
      expect(sizes.length).toBeGreaterThan(5)
      expect(total).toBeLessThanOrEqual(MOST_KB * 1000)
      const pages = manifest[chunkNamed(manifest, MAIN)]!.dynamicImports ?? []
      expect(pages.length).toBeGreaterThan(5)
      for (const page of pages) {
        const ever = everFiles(manifest, page)
        const learnt = [...ever].some((file) => LESSON.test(file))
        expect(speaks(folder, ever) && !learnt, `${page} says what it has not learnt`).toBe(false)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  BUILD_MS,
)
