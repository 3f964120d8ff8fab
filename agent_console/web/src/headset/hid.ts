// What of the browser's WebHID the console uses; TypeScript's own library does not know it yet.

export interface HidItem {
  isAbsolute?: boolean
  isArray?: boolean
  isConstant?: boolean
  isRange?: boolean
  usages?: number[]
  usageMinimum?: number
  usageMaximum?: number
  reportSize: number
  reportCount: number
  logicalMinimum?: number
}
export interface HidReport {
  reportId: number
  items: HidItem[]
}
export interface HidCollection {
  usagePage: number
  usage: number
  children?: HidCollection[]
  inputReports?: HidReport[]
  outputReports?: HidReport[]
}
export interface HidDevice extends EventTarget {
  readonly productName: string
  readonly opened: boolean
  readonly collections: HidCollection[]
  open(): Promise<void>
  close(): Promise<void>
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>
}
export interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<HidDevice[]>
}

// A usage as HID writes it: the page above, the usage below.
export const TELEPHONY = 0x0b
export const HOOK_SWITCH = 0x0b0020
export const PHONE_MUTE = 0x0b002f
export const LED_MUTE = 0x080009
export const LED_OFF_HOOK = 0x080017
export const LED_RING = 0x080018
