// All customers: looked for, made anew, imported by those who may; who was found leads to a page of their own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notice } from '../notice.svelte'
import { route } from '../route.svelte'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { customer, supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import CustomersPage from './CustomersPage.svelte'

const plain = { ...customer, id: 'k 2', name: 'Li Na', vip: false, company: null }
const all = 'GET /customers?query=&limit=50'
const refused = refusal(409, 'The number 13800138001 belongs to Wang Fang already.')
// A pause in typing is waited for before anybody is looked for.
const looked = (asked: unknown[], times: number) => vi.waitFor(() => expect(asked).toHaveLength(times), 5000)

beforeEach(() => {
  speakEnglish()
  notice.clear()
  presence.user = supervisor
})
afterEach(() => {
  presence.user = null
  route.go('/')
})

test('everybody is listed, with what tells them apart and the way to their page', async () => {
  server({ [all]: { customers: [customer, plain] } })
  const shown = show(CustomersPage, {})
  await settled()
  const words = (id: string) => shown.find(`customer-${id}`)!.textContent.replace(/\s+/g, ' ').trim()
  expect(words('k1')).toBe('Wang Fang VIP Blue Harbour +8613800138001')
  expect(words('k 2')).toBe('Li Na +8613800138001')
  expect(shown.find('customer-k 2')!.getAttribute('href')).toBe('/customers/k%202')
})

test('nobody yet, and nobody found, are two different sentences', async () => {
  const nobody = { customers: [] }
  const asked = server({ [all]: nobody, 'GET /customers?query=zoe&limit=50': nobody })
  const shown = show(CustomersPage, {})
  await settled()
  expect(shown.words()).toContain('No customers yet. Make one, or import a list.')
  shown.write('customers-search', ' zoe ')
  await looked(asked, 2)
  await settled()
  expect(asked[1]![1]).toBe('/customers?query=zoe&limit=50')
  expect(shown.words()).toContain('Nobody found.')
})

test('a search that fails is said', async () => {
  server({ [all]: refusal(503, 'The customers are away for a moment.') })
  show(CustomersPage, {})
  await settled()
  expect(notice.sentence).toBe('The customers are away for a moment.')
})

test('a refused new customer stays in the form; one that is made is gone to', async () => {
  const answers: Record<string, unknown> = { [all]: { customers: [] }, 'POST /customers': refused }
  const asked = server(answers)
  const shown = show(CustomersPage, {})
  await settled()
  shown.press('customers-new')
  shown.write('customer-form-name', 'Wang Fang')
  shown.write('customer-form-numbers', '13800138001\n\n 1001 ')
  shown.press('customer-form-submit')
  await settled()
  const drafted = { name: 'Wang Fang', numbers: ['13800138001', '1001'] }
  expect(asked.at(-1)).toMatchObject(['POST', '/customers', drafted])
  expect(shown.target.querySelector('dialog [role="alert"]')!.textContent).toBe(
    'The number 13800138001 belongs to Wang Fang already.',
  )
  answers['POST /customers'] = plain
  shown.press('customer-form-submit')
  await settled()
  expect(shown.target.querySelector('dialog')).toBeNull()
  expect(route.path).toBe('/customers/k%202')
})

test('who may import does, and sees the list anew afterwards; an agent may not', async () => {
  const asked = server({ [all]: { customers: [] } })
  const shown = show(CustomersPage, {})
  await settled()
  shown.press('customers-import')
  expect(shown.find('import-file')).not.toBeNull()
  shown.target.querySelector<HTMLElement>('dialog header button')!.click()
  await settled()
  expect(shown.find('import-file')).toBeNull()
  expect(asked).toHaveLength(2)
  presence.user = { ...supervisor, role: 'agent' }
  await settled()
  expect(shown.find('customers-import')).toBeNull()
})
