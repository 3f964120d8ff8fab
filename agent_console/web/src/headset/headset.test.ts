// A headset as the browser gives it: connected by hand once, then found by itself; pulled out in mid-call.
import { beforeEach, expect, test, vi } from 'vitest'
import { HOOK_SWITCH, LED_RING, TELEPHONY, type HidDevice } from './hid'

class Plugged extends EventTarget {
  productName = 'Blue Headset'
  opened = false
  sent: [number, number[]][] = []
  collections = [
    {
      usagePage: TELEPHONY,
      usage: 5,
      inputReports: [
        { reportId: 1, items: [{ usages: [HOOK_SWITCH], isAbsolute: true, reportSize: 1, reportCount: 1 }] },
      ],
      outputReports: [{ reportId: 3, items: [{ usages: [LED_RING], reportSize: 1, reportCount: 1 }] }],
    },
  ]
  async open() {
    this.opened = true
  }
  async close() {
    this.opened = false
  }
  async sendReport(report: number, data: Uint8Array) {
    this.sent.push([report, [...data]])
  }
  presses(...bytes: number[]) {
    const data = new DataView(Uint8Array.from(bytes).buffer)
    this.dispatchEvent(Object.assign(new Event('inputreport'), { reportId: 1, data }))
  }
}

let device: Plugged
let hid: EventTarget & { getDevices: () => Promise<Plugged[]>; requestDevice: () => Promise<Plugged[]> }

async function found(known: boolean) {
  device = new Plugged()
  hid = Object.assign(new EventTarget(), {
    getDevices: async () => (known ? [device] : []),
    requestDevice: async () => [device],
  })
  vi.stubGlobal('navigator', { hid })
  vi.resetModules()
  const { headset } = await import('./headset.svelte')
  const orders: string[] = []
  headset.ordered = (order) => orders.push(order)
  await headset.find()
  return { headset, orders }
}

beforeEach(() => vi.unstubAllGlobals())

test('a headset is connected by hand, and its hook is heard', async () => {
  const { headset, orders } = await found(false)
  expect(headset.name).toBe('')
  await headset.connect()
  expect(headset.name).toBe('Blue Headset')
  device.presses(1)
  device.presses(0)
  expect(orders).toEqual(['off_hook', 'on_hook'])
})

test('one that was connected before works at once, and lights what is to be lit', async () => {
  const { headset } = await found(true)
  headset.show(new Set([LED_RING]))
  headset.show(new Set())
  expect(device.sent).toEqual([
    [3, [0]],
    [3, [1]],
    [3, [0]],
  ])
})

test('one that is pulled out is no longer named', async () => {
  const { headset } = await found(true)
  hid.dispatchEvent(Object.assign(new Event('disconnect'), { device: device as unknown as HidDevice }))
  expect(headset.name).toBe('')
  headset.show(new Set([LED_RING]))
  expect(device.sent).toHaveLength(1)
})

test('a browser without headset buttons says so', async () => {
  vi.stubGlobal('navigator', {})
  vi.resetModules()
  const { headset } = await import('./headset.svelte')
  await headset.find()
  expect(headset.possible).toBe(false)
})
