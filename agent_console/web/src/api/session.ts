// Who is logged in, what this company calls things, and the phone accounts.
import type { Catalogue, GuestPhone, Language, LoginPhone, Session, SipAccount } from '../wire'
import { request } from './http'

export const readSession = () => request<Session>('GET', '/session')
export const logIn = (username: string, password: string, phone: LoginPhone) =>
  request<Session>('POST', '/session', { username, password, phone })
export const logOut = () => request<void>('DELETE', '/session')
export const chooseLanguage = (language: Language) => request<Session>('PATCH', '/session', { language })
export const readCatalogue = () => request<Catalogue>('GET', '/catalogue')
export const readPhone = () => request<SipAccount>('GET', '/phone')
export const readGuestPhone = () => request<GuestPhone>('GET', '/guest-phone')
