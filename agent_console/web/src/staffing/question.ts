// What is asked of the server, from what was typed; percentages become shares, an empty field is not asked.

export interface Typed {
  of: 'day' | 'calls'
  day: string
  queue: string
  calls: string
  first: string
  minutes: number
  aht: number | null
  target: number
  threshold: number
  patience: number | null
  shrinkage: number
}

export function usual(today: string): Typed {
  return {
    ...{ of: 'day', day: today, queue: '', calls: '', first: '09:00', minutes: 30, aht: null },
    ...{ target: 80, threshold: 20, patience: null, shrinkage: 30 },
  } as Typed
}

export function searchOf(typed: Typed): URLSearchParams {
  const search = new URLSearchParams()
  const put = (name: string, value: string | number | null) => {
    if (value !== null && value !== '') search.set(name, String(value))
  }
  if (typed.of === 'day') {
    put('day', typed.day)
    put('queue', typed.queue)
  } else {
    put('calls', numbersIn(typed.calls))
    put('first', typed.first)
  }
  put('minutes', typed.minutes)
  put('aht', typed.aht)
  put('target', typed.target / 100)
  put('threshold', typed.threshold)
  put('patience', typed.patience)
  put('shrinkage', typed.shrinkage / 100)
  return search
}

// Numbers may be pasted with spaces, lines, tabs or Chinese commas between them.
export function numbersIn(text: string): string {
  return text
    .split(/[\s,，、;；]+/)
    .filter(Boolean)
    .join(',')
}

export function today(now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
