// Numbers, durations and times as people read them in either language.
import type { Language } from '../wire'

const locale: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

// A running clock: 0:07, 12:34, 1:02:03.
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  if (hours > 0) return `${hours}:${two(minutes)}:${two(whole % 60)}`
  return `${minutes}:${two(whole % 60)}`
}

export function seconds(language: Language, value: number | null): string {
  if (value === null) return '–'
  if (value >= 60) return clock(Math.round(value))
  const unit = { style: 'unit', unit: 'second', unitDisplay: 'narrow' } as const
  return new Intl.NumberFormat(locale[language], { ...unit, maximumFractionDigits: 0 }).format(value)
}

// How long a state lasts, in the language's own units: 42 s, 12 min 5 s, 1 hr 12 min. Longer ones need no seconds.
export function lasting(language: Language, value: number): string {
  const whole = Math.max(0, Math.floor(value))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const unit = (name: string, many: number) =>
    new Intl.NumberFormat(locale[language], { style: 'unit', unit: name, unitDisplay: 'short' }).format(many)
  const parts = hours > 0 ? [unit('hour', hours)] : []
  if (minutes > 0 || hours > 0) parts.push(unit('minute', minutes))
  if (hours === 0) parts.push(unit('second', rest))
  return parts.join(' ')
}

export function shortDay(language: Language, date: Date): string {
  return new Intl.DateTimeFormat(locale[language], { dateStyle: 'medium' }).format(date)
}

export function percent(language: Language, share: number | null): string {
  if (share === null) return '–'
  return new Intl.NumberFormat(locale[language], { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

export function count(language: Language, value: number): string {
  return new Intl.NumberFormat(locale[language]).format(value)
}

export function time(language: Language, iso: string, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {}
  return new Intl.DateTimeFormat(locale[language], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...zone,
  }).format(new Date(iso))
}

export function dayAndTime(language: Language, iso: string): string {
  return new Intl.DateTimeFormat(locale[language], {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
}

export function day(language: Language, date: string): string {
  return new Intl.DateTimeFormat(locale[language], { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(date + 'T00:00:00Z'),
  )
}

export function secondsBetween(from: string, nowMs: number): number {
  return Math.max(0, (nowMs - Date.parse(from)) / 1000)
}
