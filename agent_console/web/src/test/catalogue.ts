// The company's words that component tests speak.
import { presence } from '../session.svelte'
import { speech } from '../language/language.svelte'

export function speakEnglish(): void {
  speech.speak('en')
  presence.catalogue = {
    company: 'Blue Harbour',
    queues: [{ id: 'sales', name: { zh: '销售', en: 'Sales' } }],
    past_queues: [],
    agents: [
      { id: '1001', name: 'Lin' },
      { id: '1002', name: 'Jane' },
    ],
    not_ready_reasons: [{ id: 'lunch', name: { zh: '午餐', en: 'Lunch' }, paid: false, kind: 'break' }],
    dispositions: [{ id: 'solved', name: { zh: '已解决', en: 'Solved' }, key: '1', fields: [] }],
  }
}
