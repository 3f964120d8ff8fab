// Users are made with a password that is shown once, and disabled by a button that is not there for oneself.
import { beforeEach, expect, test } from 'vitest'
import { presence } from '../session.svelte'
import { speakEnglish } from '../test/catalogue'
import { supervisor } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import type { ManagedUser } from '../wire_admin'
import UsersSection from './UsersSection.svelte'

const lin: ManagedUser = {
  id: 'u1',
  username: 'lin',
  name: 'Lin',
  role: 'agent',
  language: 'zh',
  agent: '1001',
  disabled: false,
  password: null,
}
const me: ManagedUser = { ...lin, id: 'u3', username: 'sue', name: 'Sue', role: 'administrator', agent: null }
const users = { users: [lin, me] }

beforeEach(() => {
  speakEnglish()
  presence.user = { ...supervisor, role: 'administrator' }
})

test('everybody is listed by what they are, and nobody can disable themselves', async () => {
  server({ 'GET /users': users })
  const shown = show(UsersSection, {})
  await settled()
  expect(shown.find('user-lin')!.textContent).toContain('Lin (1001)')
  expect(shown.find('user-sue')!.textContent).toContain('takes no calls')
  expect((shown.find('user-sue-turn') as HTMLButtonElement).disabled).toBe(true)
})

test('a new user is made, and the password is shown this once', async () => {
  const made = { ...lin, id: 'u9', username: 'cleo', password: 'abcd-efgh-jkmn-pqrs' }
  const asked = server({ 'GET /users': users, 'POST /users': made })
  const shown = show(UsersSection, {})
  await settled()
  shown.press('user-new')
  shown.write('user-username', 'cleo')
  shown.write('user-form-name', 'Cleo')
  shown.press('form-submit')
  await settled()
  expect(asked.find(([method]) => method === 'POST')![2]).toEqual({
    username: 'cleo',
    name: 'Cleo',
    role: 'agent',
    language: 'zh',
    agent: '',
  })
  expect(shown.find('once-secret')!.textContent).toBe('abcd-efgh-jkmn-pqrs')
  shown.press('once-close')
  expect(shown.words()).not.toContain('abcd-efgh')
})

test('a refusal is shown in the form, and what was typed stays', async () => {
  server({ 'GET /users': users, 'POST /users': refusal(409, 'There is a user lin already.') })
  const shown = show(UsersSection, {})
  await settled()
  shown.press('user-new')
  shown.write('user-username', 'lin')
  shown.write('user-form-name', 'Lin')
  shown.press('form-submit')
  await settled()
  expect(shown.find('form-problem')!.textContent).toBe('There is a user lin already.')
  expect((shown.find('user-username') as HTMLInputElement).value).toBe('lin')
})

test('a user is disabled', async () => {
  const asked = server({ 'GET /users': users })
  const shown = show(UsersSection, {})
  await settled()
  shown.press('user-lin-turn')
  await settled()
  expect(asked).toContainEqual(['PATCH', '/users/u1', { disabled: true }])
})
