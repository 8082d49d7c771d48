import { contextFor } from '@gangway/gateway'
import { TransactionCookies } from './transaction-cookies.ts'
import { encodeTransaction } from './transaction.ts'

const now = 1_800_000_000
const transactionAt = (startedAt: number, state = 'a') => ({
  state,
  nonce: 'n',
  verifier: 'v',
  startedAt,
  returnTo: '/page',
  prompted: false,
})
const cookiesFor = (cookie: string, url = 'https://example.org/'): TransactionCookies =>
  new TransactionCookies(contextFor('GET', url, { headers: { cookie } }), 'oidc', now)
const cookieOf = (startedAt: number, state = 'a'): string => `__Host-oidc-${state}=${encodeTransaction(transactionAt(startedAt, state))}`

describe('TransactionCookies', () => {
  it('finds what it began, in a cookie that only this host can set', () => {
    const [field = ''] = cookiesFor('').begin(transactionAt(now))
    expect(field).toMatch(/^__Host-oidc-a=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookiesFor(field.split(';')[0] ?? '').find('a')).toEqual(transactionAt(now))
    expect(cookiesFor('').end('a')).toMatch(/^__Host-oidc-a=; Max-Age=0; Path=\//)
  })

  it('does without Secure on http, where no browser would send it back', () => {
    expect(cookiesFor('', 'http://localhost/').begin(transactionAt(now))[0]).toMatch(
      /^oidc-a=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  it.each([
    ['is over', cookieOf(now - 601)],
    ['is yet to come', cookieOf(now + 61)],
    ['belongs to http', cookieOf(now).slice('__Host-'.length)],
    ['is of another name', cookieOf(now).replace('oidc', 'other')],
    ['is empty', '__Host-oidc-a='],
    ['is no JSON', '__Host-oidc-a=x'],
    ['is another JSON', `__Host-oidc-a=${Buffer.from('{"nonce":"n"}').toString('base64url')}`],
    ['is null', `__Host-oidc-a=${Buffer.from('null').toString('base64url')}`],
    ['has no verifier', `__Host-oidc-a=${Buffer.from(`["n",1,${now},"/"]`).toString('base64url')}`],
    ['has no time', `__Host-oidc-a=${Buffer.from('["n","v","x","/"]').toString('base64url')}`],
    ['has an endless time', `__Host-oidc-a=${Buffer.from('["n","v",-1e999,"/"]').toString('base64url')}`],
  ])('finds none that %s (A7)', (_, cookie) => {
    expect(cookiesFor(cookie).find('a')).toBeUndefined()
  })

  it('finds none by the name of a property of objects', () => {
    expect(cookiesFor(cookieOf(now)).find('__proto__')).toBeUndefined()
  })

  it('ends the oldest where there are more than eight (A7)', () => {
    const eight = Array.from({ length: 8 }, (_, index) => cookieOf(now - index, `s${index}`)).join('; ')
    const fields = cookiesFor(eight).begin(transactionAt(now, 'new'))
    expect(fields.map((field) => field.split('=')[0])).toEqual(['__Host-oidc-new', '__Host-oidc-s7'])
    expect(fields[1]).toContain('Max-Age=0')
  })
})
