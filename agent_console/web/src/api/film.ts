// The film of the floor, and the day it is part of.
import type { Language } from '../wire'
import type { FilmView, IntervalsView } from '../wire_admin'
import { request } from './http'

export function readFilm(from: number, to: number, language: Language): Promise<FilmView> {
  const [start, end] = [from, to].map((at) => new Date(at).toISOString()) as [string, string]
  return request<FilmView>('GET', `/floor/film?${new URLSearchParams({ from: start, to: end, language })}`)
}
export const readFilmDay = (day: string) =>
  request<IntervalsView>('GET', `/floor/film/day${day ? `?day=${day}` : ''}`)
