// What a switchboard's lamp can show.
export type Light =
  'ready' | 'not_ready' | 'offered' | 'talking' | 'wrap_up' | 'logged_out' | 'ok' | 'busy' | 'bad'
