// Addresses to pages.
import { expect, test } from 'vitest'
import { pageOf } from './route.svelte'

test('each page has its address', () => {
  expect(pageOf('/')).toEqual({ page: 'home', id: null })
  expect(pageOf('/desk').page).toBe('desk')
  expect(pageOf('/board/').page).toBe('board')
  expect(pageOf('/audit').page).toBe('audit')
  expect(pageOf('/phone.html').page).toBe('phone')
  expect(pageOf('/nowhere').page).toBe('home')
})

test('an administration page names what is administered', () => {
  expect(pageOf('/admin')).toEqual({ page: 'admin', id: null })
  expect(pageOf('/admin/users')).toEqual({ page: 'admin', id: 'users' })
})

test('a customer’s page names the customer', () => {
  expect(pageOf('/customers')).toEqual({ page: 'customers', id: null })
  expect(pageOf('/customers/k%201')).toEqual({ page: 'customer', id: 'k 1' })
})
