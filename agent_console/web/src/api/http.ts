// One door to the server's HTTP API: JSON in, JSON out, the CSRF token on what changes something,
// and every refusal as a Refusal whose message can be shown to the person as it is.

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    // What the answer says besides the error, as the text that a note has by now.
    readonly said: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

let csrfToken: string | null = null
let onLoggedOut = () => {}

export function rememberToken(token: string | null): void {
  csrfToken = token
}

export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

function requestOf(method: Method, body: unknown): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET' && csrfToken) headers['X-CSRF-Token'] = csrfToken
  if (body instanceof FormData) return { method, headers, body }
  if (body === undefined) return { method, headers }
  headers['Content-Type'] = 'application/json'
  return { method, headers, body: JSON.stringify(body) }
}

export async function request<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  let response: Response
  try {
    response = await fetch('/api/v1' + path, requestOf(method, body))
  } catch {
    throw new Refusal(0, 'server_away', '')
  }
  if (response.status === 204) return undefined as Answer
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as Answer
  if (response.status === 401 && path !== '/session') onLoggedOut()
  throw refusalOf(response.status, answer)
}

function refusalOf(status: number, answer: unknown): Refusal {
  const { error, ...said } = (answer ?? {}) as { error?: { code?: string; message?: string } }
  return new Refusal(status, error?.code ?? 'unknown', error?.message ?? '', said)
}
