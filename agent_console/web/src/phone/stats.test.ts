import { expect, test } from 'vitest'
import { countersOf } from './stats'

const inbound = {
  id: 'in',
  type: 'inbound-rtp',
  packetsReceived: 500,
  packetsLost: 3,
  jitter: 0.004,
  codecId: 'c',
}

test('the counters of a call, from a browser’s reports', () => {
  const far = { id: 'far', type: 'remote-inbound-rtp', roundTripTime: 0.12, fractionLost: 0.01 }
  const codec = { id: 'c', type: 'codec', mimeType: 'audio/opus' }
  expect(countersOf([codec, far, inbound])).toEqual({
    received: 500,
    lost: 3,
    jitterMs: 4,
    rttMs: 120,
    farLoss: 0.01,
    codec: 'opus',
  })
})

test('before the far end has reported, the path’s own round trip has to do', () => {
  const pair = { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.05 }
  expect(countersOf([inbound, pair])).toMatchObject({ rttMs: 50, farLoss: 0, codec: '' })
  expect(countersOf([pair])).toBeNull()
})
