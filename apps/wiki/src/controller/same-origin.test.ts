import { contextFor, HttpError, text } from '@gangway/gateway'
import { sameOrigin } from './same-origin.ts'

const app = sameOrigin()(() => text('done'))

function statusOf(method: string, headers: Record<string, string>): number {
  try {
    return app(contextFor(method, 'http://wiki.example/new', { headers })) instanceof Promise ? 0 : 200
  } catch (error) {
    return error instanceof HttpError ? error.status : 500
  }
}

describe('sameOrigin', () => {
  test.each([
    ['a form of ours', { 'sec-fetch-site': 'same-origin', origin: 'http://wiki.example' }, 200],
    ['a bookmarklet or a reload', { 'sec-fetch-site': 'none' }, 200],
    ['a form of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a form of a sibling', { 'sec-fetch-site': 'same-site', origin: 'http://evil.wiki.example' }, 403],
    ['a form of another site that lies in Origin', { 'sec-fetch-site': 'cross-site', origin: 'http://wiki.example' }, 403],
    ['an older browser here', { origin: 'http://wiki.example' }, 200],
    ['an older browser behind a proxy that ends TLS', { origin: 'https://wiki.example' }, 200],
    ['an older browser elsewhere', { origin: 'http://evil.example' }, 403],
    ['another port', { origin: 'http://wiki.example:8080' }, 403],
    ['a sandbox', { origin: 'null' }, 403],
    ['an origin that is none', { origin: 'wiki.example' }, 403],
    ['a program', {}, 200],
  ])('answers a POST of %s as it should', (_, headers, status) => {
    expect(statusOf('POST', headers)).toBe(status)
  })

  it('lets anyone read', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(statusOf(method, { 'sec-fetch-site': 'cross-site' })).toBe(200)
  })

  it('takes an unknown method for one that changes something', () => {
    expect(statusOf('get', { 'sec-fetch-site': 'cross-site' })).toBe(403)
  })
})
