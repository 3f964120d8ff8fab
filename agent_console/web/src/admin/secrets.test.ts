// A token and a webhook's secret are shown once, when they are made; how a webhook's last try went is said.
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { AT } from '../test/examples'
import { show } from '../test/mount'
import { server, settled } from '../test/server'
import TokensSection from './TokensSection.svelte'
import WebhooksSection from './WebhooksSection.svelte'

beforeEach(speakEnglish)

const token = { name: 'crm', role: 'supervisor', created: AT, last_used: null, token: null }
const hook = {
  id: 'h1',
  name: 'pager',
  url: 'https://example.com/alerts',
  enabled: true,
  tried_at: AT,
  result: 'It answered 500 Internal Server Error.',
  secret: null,
}

test('a token is made, shown once, and revoked', async () => {
  const asked = server({
    'GET /tokens': { tokens: [token] },
    'POST /tokens': { ...token, name: 'wall', token: 'once-and-never-again' },
  })
  const shown = show(TokensSection, {})
  await settled()
  expect(shown.find('token-crm')!.textContent).toContain('never')
  shown.press('token-new')
  shown.write('token-name', 'wall')
  shown.press('form-submit')
  await settled()
  expect(shown.find('once-secret')!.textContent).toBe('once-and-never-again')
  shown.press('once-close')
  shown.press('token-crm-revoke')
  shown.press('form-submit')
  await settled()
  expect(asked).toContainEqual(['DELETE', '/tokens/crm', undefined])
})

test('a webhook says what was wrong, and is tested again', async () => {
  const asked = server({ 'GET /webhooks': { webhooks: [hook] }, 'POST /webhooks/h1/test': hook })
  const shown = show(WebhooksSection, {})
  await settled()
  expect(shown.find('webhook-pager-result')!.textContent).toContain('It answered 500')
  shown.press('webhook-pager-test')
  await settled()
  expect(asked).toContainEqual(['POST', '/webhooks/h1/test', undefined])
})
