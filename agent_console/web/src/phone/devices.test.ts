import { beforeEach, expect, test, vi } from 'vitest'
import { audioWanted, chooseDevice, deviceFor, onDeviceChosen, soundAt } from './devices'

beforeEach(() => {
  for (const part of ['microphone', 'speaker', 'ringer'] as const) chooseDevice(part, '')
})

test('each part is chosen by itself, kept, and told', () => {
  const told: string[] = []
  const forget = onDeviceChosen((part) => told.push(part))
  chooseDevice('ringer', 'loud')
  forget()
  chooseDevice('speaker', 'soft')
  expect([deviceFor('ringer'), deviceFor('speaker'), deviceFor('microphone')]).toEqual(['loud', 'soft', ''])
  expect(JSON.parse(localStorage.getItem('switchroom.devices')!)).toMatchObject({ ringer: 'loud' })
  expect(told).toEqual(['ringer'])
})

test('a microphone that is away does not end a call before it began', () => {
  expect(audioWanted()).toBe(true)
  chooseDevice('microphone', 'mine')
  expect(audioWanted()).toEqual({ deviceId: { ideal: 'mine' } })
})

test('where the chosen loudspeaker is away, the computer’s own sounds', async () => {
  chooseDevice('speaker', 'pulled')
  const setSinkId = vi.fn((id: string) => (id ? Promise.reject(new Error('gone')) : Promise.resolve()))
  await soundAt({ setSinkId }, 'speaker')
  expect(setSinkId.mock.calls).toEqual([['pulled'], ['']])
  await soundAt({}, 'speaker')
})
