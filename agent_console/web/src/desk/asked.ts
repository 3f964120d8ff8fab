// Who was asked, in words: a queue by its name, and how asking ended where nobody is on the call.
import { named, t } from '../language/language.svelte'
import { presence } from '../session.svelte'
import type { ServerMessage } from '../wire'

type InVain = Extract<ServerMessage, { type: 'asked_in_vain' }>

export const queueNamed = (id: string): string =>
  named(presence.catalogue.queues.find((queue) => queue.id === id)?.name, id)

export const askedInVain = ({ reason, to, name }: InVain): string =>
  reason === 'nobody_free'
    ? t('call.asked.nobody_free', { queue: queueNamed(to) })
    : t('call.asked.not_had', { name })
