// A text that two people change at once, put together by words: three-way, base, mine and theirs. Pure.
// What only one changed is taken; where both changed the same words, both are kept: nothing is lost.

export interface Merged {
  text: string
  // Where a place in my text (a cursor) is in the merged one.
  place: (mine: number) => number
}

const WORDS = /\s+|\p{Script=Han}|[^\s\p{Script=Han}]+/gu
const wordsOf = (text: string): string[] => text.match(WORDS) ?? []

export function merge(base: string, mine: string, theirs: string): Merged {
  const [was, my, their] = [wordsOf(base), wordsOf(mine), wordsOf(theirs)]
  const [inMine, inTheirs] = [matches(was, my), matches(was, their)]
  const builder = new Builder()
  let [at, m, t] = [0, 0, 0]
  for (let word = 0; word <= was.length; word++) {
    const end = word === was.length
    const [nextMine, nextTheirs] = end ? [my.length, their.length] : [inMine[word]!, inTheirs[word]!]
    if (nextMine < 0 || nextTheirs < 0) continue
    builder.changed(was.slice(at, word), my.slice(m, nextMine), their.slice(t, nextTheirs))
    if (!end) builder.same(was[word]!)
    ;[at, m, t] = [word + 1, nextMine + 1, nextTheirs + 1]
  }
  return { text: builder.text, place: (mine) => builder.place(mine) }
}

class Builder {
  text = ''
  private consumed = 0
  // Pieces of my text, and where each begins in the merged one.
  private pieces: { from: number; to: number; at: number }[] = []

  same(word: string): void {
    this.mine(word)
  }

  changed(was: string[], my: string[], their: string[]): void {
    const [before, mine, theirs] = [was.join(''), my.join(''), their.join('')]
    if (theirs === before || mine === theirs) return this.mine(mine)
    if (mine === before) return this.theirs(theirs, mine.length)
    // Both changed these words: whoever took something away loses against who wrote something.
    const added = theirs.startsWith(before) ? theirs.slice(before.length) : theirs
    if (!mine) return this.theirs(theirs, 0)
    this.mine(mine)
    const [known, fresh] = [new Set(wordsOf(mine)), wordsOf(added)]
    if (fresh.every((word) => known.has(word) || !word.trim())) return
    const apart = /\s$/.test(mine) || /^\s/.test(added) ? '' : ' '
    this.theirs(apart + added, 0)
  }

  place(mine: number): number {
    const piece = this.pieces.findLast((each) => each.from <= mine)
    if (!piece) return Math.min(mine, this.text.length)
    return piece.at + Math.min(mine, piece.to) - piece.from
  }

  private mine(text: string): void {
    this.pieces.push({ from: this.consumed, to: this.consumed + text.length, at: this.text.length })
    this.text += text
    this.consumed += text.length
  }

  private theirs(text: string, replaces: number): void {
    this.text += text
    this.consumed += replaces
  }
}

// For each word of one text its partner in the other, by the longest common sequence; -1 for none.
function matches(one: string[], other: string[]): number[] {
  const found = new Array<number>(one.length).fill(-1)
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) {
    found[start] = start
    start += 1
  }
  let [a, b] = [one.length, other.length]
  while (a > start && b > start && one[a - 1] === other[b - 1]) found[--a] = --b
  const lengths = table(one, other, start, a, b)
  let [i, j] = [start, start]
  while (i < a && j < b) {
    if (one[i] === other[j]) found[i++] = j++
    else if (lengths[i + 1 - start]![j - start]! >= lengths[i - start]![j + 1 - start]!) i += 1
    else j += 1
  }
  return found
}

function table(one: string[], other: string[], start: number, a: number, b: number): Uint16Array[] {
  const rows = Array.from({ length: a - start + 1 }, () => new Uint16Array(b - start + 1))
  for (let i = a - 1; i >= start; i--)
    for (let j = b - 1; j >= start; j--)
      rows[i - start]![j - start] =
        one[i] === other[j]
          ? rows[i + 1 - start]![j + 1 - start]! + 1
          : Math.max(rows[i + 1 - start]![j - start]!, rows[i - start]![j + 1 - start]!)
  return rows
}
