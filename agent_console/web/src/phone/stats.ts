// What the browser counts of a call: packets for whoever looks from outside, and what a call's quality is made from.
import type { Counters } from './quality'

export interface PhoneStats {
  packetsReceived: number
  packetsSent: number
}
interface Report {
  id: string
  type: string
  kind?: string
  packetsReceived?: number
  packetsSent?: number
  packetsLost?: number
  jitter?: number
  roundTripTime?: number
  currentRoundTripTime?: number
  nominated?: boolean
  fractionLost?: number
  codecId?: string
  mimeType?: string
}

async function reportsOf(connection: RTCPeerConnection | null): Promise<Report[]> {
  const found: Report[] = []
  const reports = await connection?.getStats()
  reports?.forEach((report: Report) => found.push(report))
  return found
}

export async function readStats(connection: RTCPeerConnection | null): Promise<PhoneStats> {
  const total: PhoneStats = { packetsReceived: 0, packetsSent: 0 }
  for (const report of await reportsOf(connection)) {
    if (report.type === 'inbound-rtp') total.packetsReceived += report.packetsReceived ?? 0
    if (report.type === 'outbound-rtp') total.packetsSent += report.packetsSent ?? 0
  }
  return total
}

export async function readCounters(connection: RTCPeerConnection | null): Promise<Counters | null> {
  return countersOf(await reportsOf(connection))
}

export function countersOf(reports: Report[]): Counters | null {
  const inbound = reports.find((report) => report.type === 'inbound-rtp')
  if (!inbound) return null
  const far = reports.find((report) => report.type === 'remote-inbound-rtp')
  const pair = reports.find((report) => report.type === 'candidate-pair' && report.nominated)
  const codec = reports.find((report) => report.id === inbound.codecId)?.mimeType ?? ''
  return {
    received: inbound.packetsReceived ?? 0,
    lost: inbound.packetsLost ?? 0,
    jitterMs: (inbound.jitter ?? 0) * 1000,
    rttMs: (far?.roundTripTime ?? pair?.currentRoundTripTime ?? 0) * 1000,
    farLoss: far?.fractionLost ?? 0,
    codec: codec.replace(/^audio\//, ''),
  }
}

declare global {
  interface Window {
    switchroomPhone?: { stats(): Promise<PhoneStats> }
  }
}

export function publishStats(phone: { stats(): Promise<PhoneStats> }): void {
  window.switchroomPhone = { stats: () => phone.stats() }
}
