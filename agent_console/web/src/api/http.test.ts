// The door's promises: token on changes, refusals with their message, a silent server as code server_away.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal, rememberToken, request, whenLoggedOut } from './http'

const answer = (status: number, body: unknown) =>
  new Response(body === null ? null : JSON.stringify(body), { status })
const server = vi.fn<typeof fetch>()

beforeEach(() => vi.stubGlobal('fetch', server))
afterEach(() => {
  vi.unstubAllGlobals()
  server.mockReset()
  rememberToken(null)
})

test('a change carries the token, a read does not', async () => {
  server.mockImplementation(() => Promise.resolve(answer(200, { fine: true })))
  rememberToken('abc')
  expect(await request('POST', '/agent/state', { state: 'ready' })).toEqual({ fine: true })
  await request('GET', '/catalogue')
  expect(server.mock.calls[0]![0]).toBe('/api/v1/agent/state')
  expect(server.mock.calls[0]![1]!.headers).toMatchObject({ 'X-CSRF-Token': 'abc' })
  expect(server.mock.calls[1]![1]!.headers).not.toHaveProperty('X-CSRF-Token')
})

test('an empty answer is no error', async () => {
  server.mockResolvedValue(answer(204, null))
  expect(await request('DELETE', '/session')).toBeUndefined()
})

test("a refusal carries the server's own sentence", async () => {
  server.mockResolvedValue(answer(409, { error: { code: 'not_legal', message: 'Finish the call first.' } }))
  const refusal = await request('POST', '/agent/state').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal).toMatchObject({ status: 409, code: 'not_legal', message: 'Finish the call first.' })
})

test('an unreachable server and an unreadable answer are refusals too', async () => {
  server.mockRejectedValueOnce(new TypeError('network'))
  await expect(request('GET', '/catalogue')).rejects.toMatchObject({ code: 'server_away' })
  server.mockResolvedValueOnce(new Response('<html>', { status: 502 }))
  await expect(request('GET', '/catalogue')).rejects.toMatchObject({ status: 502, code: 'unknown' })
})

test('an expired session is announced, a wrong password is not', async () => {
  const loggedOut = vi.fn()
  whenLoggedOut(loggedOut)
  server.mockImplementation(() => Promise.resolve(answer(401, null)))
  await request('POST', '/session', {}).catch(() => {})
  expect(loggedOut).not.toHaveBeenCalled()
  await request('GET', '/catalogue').catch(() => {})
  expect(loggedOut).toHaveBeenCalledOnce()
})
