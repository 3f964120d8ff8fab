// Where the staffing chart's bars, steps and ticks lie: pure, so that it can be tested without a page.

export const box = { width: 960, height: 320, left: 48, right: 48, top: 16, bottom: 32 }
const plot = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom }
export const ground = box.top + plot.height
export const far = box.left + plot.width
const TICKS = 4
const MOST_LABELS = 16

// The least round number not below the greatest value that four even steps part into whole ones.
export function roundMaximum(values: number[]): number {
  const greatest = Math.max(TICKS, ...values)
  const power = 10 ** Math.floor(Math.log10(greatest / TICKS))
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((size) => size * TICKS >= greatest)
  return TICKS * Math.ceil(step ?? 10 * power)
}

export function ticks(maximum: number): { value: number; y: number }[] {
  return Array.from({ length: TICKS + 1 }, (_, place) => {
    const value = (maximum * place) / TICKS
    return { value, y: heightOf(value, maximum) }
  })
}

export function heightOf(value: number, maximum: number): number {
  return ground - (plot.height * value) / maximum
}

export function columns(count: number): { x: number; width: number }[] {
  const width = plot.width / Math.max(1, count)
  return Array.from({ length: count }, (_, place) => ({ x: box.left + place * width, width }))
}

// A line that is level within each interval; where nobody is needed it is interrupted.
export function steps(values: (number | null)[], maximum: number): string {
  const places = columns(values.length)
  let path = ''
  values.forEach((value, place) => {
    if (value === null) return
    const { x, width } = places[place]!
    const y = heightOf(value, maximum)
    const joined = place > 0 && values[place - 1] !== null
    path += joined ? `V${round(y)}H${round(x + width)}` : `M${round(x)} ${round(y)}H${round(x + width)}`
  })
  return path
}

// Not every interval has room for its name.
export function isLabelled(place: number, count: number): boolean {
  return place % Math.ceil(count / MOST_LABELS) === 0
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
