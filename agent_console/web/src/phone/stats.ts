// How many RTP packets a call has moved, read from the browser's own statistics.

export interface PhoneStats {
  packetsReceived: number
  packetsSent: number
}

export async function readStats(connection: RTCPeerConnection | null): Promise<PhoneStats> {
  const total: PhoneStats = { packetsReceived: 0, packetsSent: 0 }
  const reports = await connection?.getStats()
  reports?.forEach((report: { type: string; packetsReceived?: number; packetsSent?: number }) => {
    if (report.type === 'inbound-rtp') total.packetsReceived += report.packetsReceived ?? 0
    if (report.type === 'outbound-rtp') total.packetsSent += report.packetsSent ?? 0
  })
  return total
}

declare global {
  interface Window {
    switchroomPhone?: { stats(): Promise<PhoneStats> }
  }
}

export function publishStats(phone: { stats(): Promise<PhoneStats> }): void {
  window.switchroomPhone = { stats: () => phone.stats() }
}
