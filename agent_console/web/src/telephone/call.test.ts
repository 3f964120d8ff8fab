// A call from the customer's side.
import { expect, test } from 'vitest'
import { reducePhone, silentPhone, type PhoneReport } from '../phone/state'
import { callerHeader, stageOf } from './call'

test('idle, calling, ringing, talking, ended', () => {
  const story: PhoneReport[] = [
    { type: 'connected' },
    { type: 'dialled', leg: 1, number: '1000', at: 0 },
    { type: 'progressing', leg: 1 },
    { type: 'established', leg: 1, at: 1 },
    { type: 'ended', leg: 1, cause: 'Terminated', at: 2 },
  ]
  let phone = silentPhone
  const stages = story.map((report) => stageOf((phone = reducePhone(phone, report))))
  expect(stages).toEqual(['idle', 'calling', 'ringing', 'talking', 'ended'])
})

test('the caller is said in a header, and nobody is said too', () => {
  expect(callerHeader('+8613800138001')).toBe('X-Caller: +8613800138001')
  expect(callerHeader('')).toBe('X-Caller: anonymous')
})
