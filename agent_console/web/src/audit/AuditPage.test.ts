// The audit log: acts in words, filters, older pages, and the same as a file.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import type { AuditEntry } from '../wire_floor'
import AuditPage from './AuditPage.svelte'
import { detailsOf, whatOf } from './told'

beforeEach(speakEnglish)

const entry = (act: string, kind: string, id: string, details = {}, position = 9): AuditEntry => ({
  position,
  at: AT,
  by: 'Sue',
  act,
  kind,
  id,
  name: id === '1001' ? 'Lin' : id,
  details,
})
const forced = entry('agent_state_forced', 'agent', '1001', { state: 'not_ready', reason: 'lunch' })
const older = entry('site_closed', 'site', '', { text: { en: 'Fire.' } }, 3)

test('each act is told in words', () => {
  expect([whatOf(forced), ...detailsOf(forced)]).toEqual(['Lin', 'Not ready · Lunch'])
  const moved = entry('call_moved', 'call', 'c1', { queue: 'sales', to_agent: '1001' })
  expect([whatOf(moved), ...detailsOf(moved)]).toEqual(['A call c1', 'From Sales to Lin'])
  const up = entry('call_moved', 'call', 'c1', { queue: 'sales' })
  expect(detailsOf(up)).toEqual(['Sales: to the front'])
  const changes = [{ field: 'ring_seconds', before: 20, after: 15 }]
  const changed = entry('queue_configured', 'queue', 'sales', { version: 2, changes })
  expect([whatOf(changed), ...detailsOf(changed)]).toEqual(['Sales', 'ring_seconds: 20 → 15'])
  const told = entry('floor_message_sent', 'floor', '', {
    text: 'Hello.',
    queues: ['sales'],
    agents: ['1001'],
  })
  expect([whatOf(told), ...detailsOf(told)]).toEqual(['The floor', 'Hello.', '→ Sales, Lin'])
  expect([whatOf(older), ...detailsOf(older)]).toEqual(['The whole site', 'Fire.'])
  expect(detailsOf(entry('call_listened', 'call', 'c1', { to: '1001' }))).toEqual(['to: 1001'])
})

test('older pages are added, and a filter asks anew', async () => {
  const asked = server({
    'GET /audit': { entries: [forced], next: 9 },
    'GET /audit?before=9': { entries: [older], next: null },
    'GET /audit?who=adam': { entries: [], next: null },
  })
  const shown = show(AuditPage, {})
  await settled()
  expect(shown.all('audit-row').map((row) => row.dataset.act)).toEqual(['agent_state_forced'])
  shown.press('audit-more')
  await settled()
  expect(shown.all('audit-row')).toHaveLength(2)
  expect(shown.find('audit-more')).toBeNull()

  shown.write('audit-who', ' adam ')
  shown.target
    .querySelector('form')!
    .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await settled()
  expect(asked.at(-1)![1]).toBe('/audit?who=adam')
  expect(shown.words()).toContain('Nothing was done that fits.')
  expect(shown.find('audit-csv')!.getAttribute('href')).toBe('/api/v1/audit.csv?who=adam')
})
