// A server that answers what a test says, and remembers what it was asked.
import { flushSync } from 'svelte'
import { vi } from 'vitest'

export type Asked = [method: string, path: string, body: unknown]

export function server(answers: Record<string, unknown> = {}): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const short = path.replace('/api/v1', '')
    const method = init.method ?? 'GET'
    asked.push([method, short, init.body ? JSON.parse(String(init.body)) : undefined])
    const answer = answers[`${method} ${short}`]
    if (answer instanceof Response) return answer.clone()
    return answer === undefined
      ? new Response(null, { status: 204 })
      : new Response(JSON.stringify(answer), { status: 200 })
  })
  return asked
}

export const refusal = (status: number, message: string) =>
  new Response(JSON.stringify({ error: { code: 'x', message } }), { status })

// Until what was asked has been answered and drawn.
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  flushSync()
}
