// Which microphone, headset and ringing loudspeaker this browser uses: chosen once, and kept in it. An empty id is the
// computer's own choice. A device that was pulled out is passed over, and used again when it is back.

export type DevicePart = 'microphone' | 'speaker' | 'ringer'
export type DeviceChoice = Record<DevicePart, string>
interface Sink {
  setSinkId?(id: string): Promise<void>
}

const KEY = 'switchroom.devices'
const own: DeviceChoice = { microphone: '', speaker: '', ringer: '' }
const listeners = new Set<(part: DevicePart) => void>()

function kept(): DeviceChoice {
  try {
    return { ...own, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<DeviceChoice>) }
  } catch {
    return { ...own }
  }
}

const choice = kept()

export const deviceFor = (part: DevicePart): string => choice[part]

export function chooseDevice(part: DevicePart, id: string): void {
  choice[part] = id
  localStorage.setItem(KEY, JSON.stringify(choice))
  for (const listener of listeners) listener(part)
}

export function onDeviceChosen(listener: (part: DevicePart) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function audioWanted(): MediaTrackConstraints | true {
  return choice.microphone ? { deviceId: { ideal: choice.microphone } } : true
}

export const canChooseOutput = (): boolean =>
  'setSinkId' in HTMLMediaElement.prototype ||
  (typeof AudioContext !== 'undefined' && 'setSinkId' in AudioContext.prototype)

// A loudspeaker that is away is not worth silence: the computer's own then sounds.
export async function soundAt(sink: object, part: 'speaker' | 'ringer'): Promise<void> {
  const output = sink as Sink
  await output.setSinkId?.(choice[part]).catch(() => output.setSinkId?.('').catch(() => {}))
}

// Where a page's own sounds go: an older browser knows outputs only for its media elements.
export function outputOf(context: AudioContext, part: 'speaker' | 'ringer'): AudioNode {
  if ('setSinkId' in context || !canChooseOutput()) {
    void soundAt(context, part)
    return context.destination
  }
  const stream = context.createMediaStreamDestination()
  const element = new Audio()
  element.srcObject = stream.stream
  void soundAt(element, part).then(() => element.play())
  return stream
}
