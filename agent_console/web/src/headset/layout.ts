// Where in a headset's reports its buttons and lamps are, from the device's own description (Device Class Definition for
// HID 1.11, 6.2.2; usages of the HID Usage Tables, pages 0x08 and 0x0B). Pure.
import type { HidCollection, HidItem, HidReport } from './hid'

export interface Field {
  report: number
  bit: number
  // Whether the value is a state; otherwise each 1 is a press.
  absolute: boolean
}
export interface ArrayField {
  report: number
  bit: number
  size: number
  count: number
  // The usage of each value, counted from the least value.
  usages: number[]
  least: number
}
export interface Layout {
  fields: Map<number, Field>
  arrays: ArrayField[]
  // How many bytes each report has.
  bytes: Map<number, number>
}

function flat(collections: readonly HidCollection[]): HidCollection[] {
  return collections.flatMap((each) => [each, ...flat(each.children ?? [])])
}

function usagesOf(item: HidItem): number[] {
  if (!item.isRange) return item.usages ?? []
  const first = item.usageMinimum ?? 0
  return Array.from({ length: (item.usageMaximum ?? first) - first + 1 }, (_, n) => first + n)
}

export function layoutOf(
  collections: readonly HidCollection[],
  kind: 'inputReports' | 'outputReports',
): Layout {
  const layout: Layout = { fields: new Map(), arrays: [], bytes: new Map() }
  const bits = new Map<number, number>()
  for (const report of flat(collections).flatMap((each) => each[kind] ?? [])) place(report, layout, bits)
  for (const [id, size] of bits) layout.bytes.set(id, Math.ceil(size / 8))
  return layout
}

function place(report: HidReport, layout: Layout, bits: Map<number, number>): void {
  for (const item of report.items) {
    const bit = bits.get(report.reportId) ?? 0
    const usages = usagesOf(item)
    const { reportSize: size, reportCount: count } = item
    if (item.isArray)
      layout.arrays.push({
        report: report.reportId,
        bit,
        size,
        count,
        usages,
        least: item.logicalMinimum ?? 0,
      })
    else if (!item.isConstant)
      usages.slice(0, count).forEach((usage, index) => {
        const field = { report: report.reportId, bit: bit + index * size, absolute: item.isAbsolute ?? true }
        if (!layout.fields.has(usage)) layout.fields.set(usage, field)
      })
    bits.set(report.reportId, bit + size * count)
  }
}

export function bitsAt(data: DataView, bit: number, size: number): number {
  let value = 0
  for (let n = 0; n < size; n += 1) {
    const at = bit + n
    if (at >> 3 < data.byteLength && (data.getUint8(at >> 3) >> (at & 7)) & 1) value += 2 ** n
  }
  return value
}

// The usages that a report says are on.
export function usagesOn(layout: Layout, report: number, data: DataView): Set<number> {
  const on = new Set<number>()
  for (const [usage, field] of layout.fields)
    if (field.report === report && bitsAt(data, field.bit, 1)) on.add(usage)
  for (const array of layout.arrays.filter((each) => each.report === report))
    for (let n = 0; n < array.count; n += 1) {
      const usage = array.usages[bitsAt(data, array.bit + n * array.size, array.size) - array.least]
      if (usage) on.add(usage)
    }
  return on
}

// The reports that light exactly these lamps.
export function lampReports(layout: Layout, lit: ReadonlySet<number>): Map<number, Uint8Array<ArrayBuffer>> {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const [usage, field] of layout.fields) {
    if (usage >> 16 !== 0x08) continue
    const data = reports.get(field.report) ?? new Uint8Array(layout.bytes.get(field.report) ?? 1)
    reports.set(field.report, data)
    if (lit.has(usage)) data[field.bit >> 3]! |= 1 << (field.bit & 7)
  }
  return reports
}
