// Two common headsets, by their descriptions as WebHID gives them: one with a bit for each button in one report, one
// with a report id, padding, a second page in the same report, and its buttons as an array.
import { describe, expect, test } from 'vitest'
import { Buttons } from './buttons'
import { HOOK_SWITCH, LED_MUTE, LED_OFF_HOOK, LED_RING, PHONE_MUTE, type HidCollection } from './hid'
import { lampReports, layoutOf, usagesOn } from './layout'

const bit = (usage: number, isAbsolute: boolean) => ({
  isAbsolute,
  isArray: false,
  isRange: false,
  usages: [usage],
  reportSize: 1,
  reportCount: 1,
})
const padding = (bits: number) => ({ isConstant: true, usages: [], reportSize: 1, reportCount: bits })

// Telephony headset: hook switch is a state, mute a press; three lamps, one bit each.
const bits: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 0x05,
    inputReports: [
      {
        reportId: 2,
        items: [bit(HOOK_SWITCH, true), bit(0x0b0097, true), bit(PHONE_MUTE, false), padding(13)],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [
          padding(2),
          {
            isAbsolute: true,
            isRange: true,
            usageMinimum: LED_OFF_HOOK,
            usageMaximum: LED_RING,
            reportSize: 1,
            reportCount: 2,
          },
          padding(5),
          bit(LED_MUTE, true),
          padding(6),
        ],
      },
    ],
  },
]

// Consumer control first, telephony in a child collection; a byte says which button is down; no report ids.
const array: HidCollection[] = [
  {
    usagePage: 0x0c,
    usage: 0x01,
    inputReports: [{ reportId: 0, items: [bit(0x0c00e9, true), bit(0x0c00ea, true), padding(6)] }],
    children: [
      {
        usagePage: 0x0b,
        usage: 0x05,
        inputReports: [
          {
            reportId: 0,
            items: [
              {
                isArray: true,
                isAbsolute: true,
                usages: [HOOK_SWITCH, PHONE_MUTE],
                logicalMinimum: 1,
                reportSize: 8,
                reportCount: 1,
              },
            ],
          },
        ],
      },
    ],
  },
]
const data = (...bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer)

describe('a headset with a bit for each button', () => {
  const layout = layoutOf(bits, 'inputReports')

  test('says which are on', () => {
    expect([...usagesOn(layout, 2, data(0b101, 0))]).toEqual([HOOK_SWITCH, PHONE_MUTE])
    expect(usagesOn(layout, 3, data(0xff, 0xff)).size).toBe(0)
    expect(usagesOn(layout, 2, data()).size).toBe(0)
  })

  test('the hook is a state, mute is pressed and let go', () => {
    const buttons = new Buttons(layout)
    expect(buttons.hear(2, data(0b001, 0))).toEqual(['off_hook'])
    expect(buttons.hear(2, data(0b001, 0))).toEqual([])
    expect(buttons.hear(2, data(0b101, 0))).toEqual(['toggle_mute'])
    expect(buttons.hear(2, data(0b001, 0))).toEqual([])
    expect(buttons.hear(2, data(0b000, 0))).toEqual(['on_hook'])
  })

  test('its lamps are lit where they are', () => {
    const out = layoutOf(bits, 'outputReports')
    const lit = (...lamps: number[]) => [...lampReports(out, new Set(lamps)).entries()]
    expect(lit()).toEqual([[2, Uint8Array.from([0, 0])]])
    expect(lit(LED_OFF_HOOK)).toEqual([[2, Uint8Array.from([0b100, 0])]])
    expect(lit(LED_RING, LED_MUTE)).toEqual([[2, Uint8Array.from([0b1000, 0b10])]])
  })
})

describe('a headset that names the button that is down', () => {
  const layout = layoutOf(array, 'inputReports')

  test('the volume keys before it are counted, and mean nothing here', () => {
    expect([...usagesOn(layout, 0, data(0, 1))]).toEqual([HOOK_SWITCH])
    expect([...usagesOn(layout, 0, data(0, 2))]).toEqual([PHONE_MUTE])
    expect([...usagesOn(layout, 0, data(0b11, 0))]).toEqual([0x0c00e9, 0x0c00ea])
    expect(usagesOn(layout, 0, data(0, 9)).size).toBe(0)
  })

  test('hook down and up are two words, mute is one', () => {
    const buttons = new Buttons(layout)
    expect([data(0, 1), data(0, 0), data(0, 2), data(0, 0)].flatMap((each) => buttons.hear(0, each))).toEqual(
      ['off_hook', 'on_hook', 'toggle_mute'],
    )
  })

  test('without lamps nothing is sent', () => {
    expect(lampReports(layoutOf(array, 'outputReports'), new Set([LED_RING])).size).toBe(0)
  })
})

test('mute as a state says what it is, not that it changed', () => {
  const latched: HidCollection[] = [
    {
      usagePage: 0x0b,
      usage: 0x05,
      inputReports: [{ reportId: 1, items: [bit(PHONE_MUTE, true), padding(7)] }],
    },
  ]
  const buttons = new Buttons(layoutOf(latched, 'inputReports'))
  expect([data(1), data(0)].flatMap((each) => buttons.hear(1, each))).toEqual(['mute', 'unmute'])
})
