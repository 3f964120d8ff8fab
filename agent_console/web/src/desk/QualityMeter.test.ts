import { expect, test } from 'vitest'
import { hear, unheard, type Sample } from '../phone/quality'
import { speakEnglish } from '../test/catalogue'
import { show } from '../test/mount'
import QualityMeter from './QualityMeter.svelte'

const good: Sample = { loss: 0, jitterMs: 2, rttMs: 30, rating: 92, mos: 4.4 }
const lossy: Sample = { loss: 0.06, jitterMs: 30, rttMs: 90, rating: 72, mos: 3.7 }

test('a word and figures, and silence while all is well', () => {
  speakEnglish()
  const shown = show(QualityMeter, { heard: hear(unheard, good) })
  expect(shown.find('quality')?.dataset.grade).toBe('good')
  expect(shown.words()).toContain('MOS 4.4')
  expect(shown.find('quality-warning')?.textContent?.trim()).toBe('')
})

test('a bad line is said aloud, with what to do', () => {
  speakEnglish()
  const shown = show(QualityMeter, { heard: hear(unheard, lossy) })
  expect(shown.find('quality')?.dataset.grade).toBe('poor')
  expect(shown.find('quality-warning')?.getAttribute('aria-live')).toBe('assertive')
  expect(shown.find('quality-warning')?.textContent).toContain('The line is getting bad')
})

test('before anything was measured nothing is shown', () => {
  expect(show(QualityMeter, { heard: unheard }).find('quality')).toBeNull()
})
