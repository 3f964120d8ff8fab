// A script as the server reads it, for the tests of those who write one.
import type { ScriptPreviewStep, ScriptReading, ScriptView } from '../wire_books'

const wish = { id: 'wish', name: { en: 'Wish' }, type: 'text', required: false, choices: [] } as const

export const previewSteps: ScriptPreviewStep[] = [
  {
    step: {
      id: 'greet',
      text: { en: 'Good day, Jane Example.' },
      fields: [{ ...wish, choices: [] }],
      branches: [
        { id: 'buys', name: { en: 'Buys' } },
        { id: 'no', name: { en: 'No' } },
      ],
      answers: {},
    },
    ways: { buys: 'order', no: '' },
    next: '',
  },
  {
    step: { id: 'order', text: { en: 'Which one?' }, fields: [], branches: [], answers: {} },
    ways: {},
    next: '',
  },
]
const document = { names: { en: 'Sales call' }, queues: ['sales'], steps: [{ id: 'greet' }, { id: 'order' }] }
export const right: ScriptReading = { script: document, faults: [], steps: previewSteps }
export const wrong: ScriptReading = {
  script: document,
  faults: [{ line: 2, step: 'greet', sentence: 'The step greet goes on to nowhere.' }],
  steps: [],
}
export const script: ScriptView = {
  id: 'sales',
  version: 3,
  script: document,
  text: 'queues = ["sales"]\n[[steps]]\nid = "greet"\n',
  used_by: ['sales'],
}
