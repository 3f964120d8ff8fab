// The devices' dialog over a browser that has some, and over one that has none of what it offers.
import { expect, test, vi } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import { settled } from '../test/server'
import { deviceFor } from '../phone/devices'
import DevicesDialog from './DevicesDialog.svelte'

HTMLDialogElement.prototype.showModal ??= () => {}
HTMLDialogElement.prototype.close ??= () => {}

const device = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label })

function browser(outputs: boolean) {
  speakEnglish()
  vi.stubGlobal('navigator', {
    ...navigator,
    mediaDevices: {
      enumerateDevices: async () => [
        device('audioinput', 'default', 'Default'),
        device('audioinput', 'mic', 'Headset microphone'),
        device('audiooutput', 'ear', 'Headset'),
        device('audiooutput', 'loud', ''),
      ],
      getUserMedia: async () => Promise.reject(new Error('no')),
    },
  })
  if (outputs) Object.assign(HTMLMediaElement.prototype, { setSinkId: async () => {} })
  else delete (HTMLMediaElement.prototype as { setSinkId?: unknown }).setSinkId
}

const names = (select: HTMLElement | null) =>
  [...(select as HTMLSelectElement).options].map((each) => each.text.trim())

test('each of the three is chosen by itself, the ringing apart from the voice', async () => {
  browser(true)
  const shown = show(DevicesDialog, { onclose: () => {} })
  await settled()
  expect(names(shown.find('device-microphone'))).toEqual(['The computer’s own choice', 'Headset microphone'])
  expect(names(shown.find('device-ringer'))).toEqual(['The computer’s own choice', 'Headset', 'Device 2'])
  const ringer = shown.find('device-ringer') as HTMLSelectElement
  ringer.value = 'loud'
  ringer.dispatchEvent(new Event('change', { bubbles: true }))
  expect([deviceFor('ringer'), deviceFor('speaker')]).toEqual(['loud', ''])
  expect(shown.words()).toContain('cannot be heard')
})

test('what a browser cannot do is not offered', async () => {
  browser(false)
  const shown = show(DevicesDialog, { onclose: () => {} })
  await settled()
  expect(shown.find('device-speaker')).toBeNull()
  expect(shown.find('headset-connect')).toBeNull()
  expect(shown.words()).toContain('This browser plays everything')
})
