// What each lamp says of each condition.
import { expect, test } from 'vitest'
import { en } from '../test/words'
import { connectionHealth, microphoneHealth, otherPhoneHealth, phoneHealth } from './health'

test('the server’s lamp', () => {
  expect(connectionHealth('open', true).condition).toBe('ok')
  expect(connectionHealth('open', false)).toEqual({ condition: 'bad', detail: 'health.connection.telephony' })
  expect(connectionHealth('connecting', true).condition).toBe('busy')
  expect(connectionHealth('away', true).condition).toBe('bad')
})

test('the phone’s lamp is green only when the server can reach it too', () => {
  expect(phoneHealth('registered', true).condition).toBe('ok')
  expect(phoneHealth('registered', undefined).condition).toBe('ok')
  expect(phoneHealth('registered', false).condition).toBe('busy')
  expect(phoneHealth('failed', true).condition).toBe('bad')
})

test('the lamp of a phone that is not this browser', () => {
  expect(otherPhoneHealth('desk', true).condition).toBe('ok')
  expect(otherPhoneHealth('desk', undefined).condition).toBe('ok')
  expect(otherPhoneHealth('desk', false)).toEqual({ condition: 'bad', detail: 'health.phone.desk_away' })
  expect(otherPhoneHealth('number', true).condition).toBe('ok')
})

test('the microphone’s lamp', () => {
  expect(microphoneHealth('ok').condition).toBe('ok')
  expect(microphoneHealth('muted').condition).toBe('busy')
  expect(microphoneHealth('denied').condition).toBe('bad')
})

test('every lamp has a sentence', () => {
  for (const link of ['open', 'connecting', 'away', 'superseded'] as const)
    expect(en[connectionHealth(link, true).detail]).toBeTruthy()
  for (const phone of ['registered', 'connecting', 'unregistered', 'failed'] as const)
    expect(en[phoneHealth(phone, true).detail]).toBeTruthy()
  for (const microphone of ['ok', 'muted', 'missing', 'denied'] as const)
    expect(en[microphoneHealth(microphone).detail]).toBeTruthy()
})
