// An address without a host means "the host that served this page".
import { expect, test } from 'vitest'
import { websocketAddress } from './address'

const page = { hostname: 'calls.example' }

test('a full address stays as it is', () => {
  expect(websocketAddress('ws://127.0.0.1:18088/ws', page)).toBe('ws://127.0.0.1:18088/ws')
})

test('an empty host becomes the page’s own', () => {
  expect(websocketAddress('ws://:18088/ws', page)).toBe('ws://calls.example:18088/ws')
  expect(websocketAddress('wss:///ws', page)).toBe('wss://calls.example/ws')
})
