// Draws lines with uPlot in the page's own colours; the page loads it only when it has something to draw.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { clockAt, spanOf } from './series'

export interface Line {
  label: string
  colour: string
  values: (number | null)[]
  bars?: boolean
  scale?: string
}
export interface Drawn {
  at: number[]
  lines: Line[]
  timeZone: string
  step: number
  first: string
}

const HEIGHT = 220

export function draw(element: HTMLElement, what: Drawn): uPlot {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const ink = { stroke: colour('quiet'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } }
  const scales = [...new Set(what.lines.map((line) => line.scale ?? 'y'))]
  const bars = uPlot.paths.bars!({ size: [0.8, 64], align: 1 })
  const options: uPlot.Options = {
    width: Math.max(280, element.clientWidth),
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { range: () => spanOf(what) },
      ...Object.fromEntries(scales.map((name) => [name, { range: name === '%' ? WHOLE : UP }])),
    },
    axes: [
      { ...ink, values: (_plot, marks) => marks.map((mark) => clockAt(mark, what.timeZone)) },
      ...scales.map((scale, place) => ({ ...ink, scale, side: place ? 1 : 3, ...(place ? NO_GRID : {}) })),
    ],
    series: [
      { label: what.first, value: (_plot, at) => (at === null ? '–' : clockAt(at, what.timeZone)) },
      ...what.lines.map((line): uPlot.Series => {
        const stroke = colour(line.colour)
        const filled = line.bars ? { fill: stroke, paths: bars, points: { show: false } } : {}
        return { label: line.label, scale: line.scale ?? 'y', stroke, width: 2, spanGaps: false, ...filled }
      }),
    ],
  }
  return new uPlot(options, dataOf(what), element)
}

const UP: uPlot.Range.Config = {
  min: { hard: 0, soft: 0, mode: 1, pad: 0 },
  max: { pad: 0.1, soft: 5, mode: 1 },
}
const WHOLE: uPlot.Range.MinMax = [0, 100]
const NO_GRID = { grid: { show: false } }

export function dataOf(what: Drawn): uPlot.AlignedData {
  return [what.at, ...what.lines.map((line) => line.values)]
}
