// A message to the floor goes to everybody, or to those who are chosen.
import { flushSync } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { speakEnglish } from '../test/catalogue'
import { agent, queue, support } from '../test/examples'
import { show } from '../test/mount'
import { refusal, server, settled } from '../test/server'
import MessageForm from './MessageForm.svelte'

beforeEach(() => {
  speakEnglish()
  HTMLDialogElement.prototype.showModal ??= () => {}
})

function form() {
  const shown = show(MessageForm, { queues: [queue, support], agents: [agent] })
  shown.press('message-ask')
  shown.write('message-text', 'Fire drill.')
  return shown
}
async function send(target: HTMLElement) {
  target.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await settled()
}

test('to everybody, for an hour', async () => {
  const asked = server({ 'POST /floor/messages': {} })
  const shown = form()
  await send(shown.target)
  expect(asked).toEqual([['POST', '/floor/messages', { text: 'Fire drill.', to: 'all', minutes: 60 }]])
  expect(shown.find('message-text')).toBeNull()
})

test('to some queues', async () => {
  const asked = server({ 'POST /floor/messages': {} })
  const shown = form()
  const to = shown.find('message-to') as HTMLSelectElement
  to.value = 'queues'
  to.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
  shown.press('message-to-support')
  await send(shown.target)
  expect(asked.at(-1)![2]).toEqual({ text: 'Fire drill.', to: 'queues', queues: ['support'], minutes: 60 })
})

test('a refusal stays in the window, and so does the text', async () => {
  server({ 'POST /floor/messages': refusal(422, 'Write what the floor is to read.') })
  const shown = form()
  await send(shown.target)
  expect(shown.words()).toContain('Write what the floor is to read.')
  expect((shown.find('message-text') as HTMLTextAreaElement).value).toBe('Fire drill.')
})
