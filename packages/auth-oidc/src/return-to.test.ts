import { contextFor } from '@gangway/gateway'
import { safeReturnTo } from './return-to.ts'

const context = contextFor('GET', 'https://example.org/oidc/login')

describe('safeReturnTo', () => {
  it.each([
    ['/', '/'],
    ['/pages/one?q=%2F#two', '/pages/one?q=%2F#two'],
    ['/a//b', '/a//b'],
    ['/a/../b', '/b'],
    ['/\u00e4', '/%C3%A4'],
  ])('goes to %p', (wanted, address) => {
    expect(safeReturnTo(wanted, context, '/home')).toBe(address)
  })

  it.each([
    null,
    '',
    'page',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'https:evil.example',
    'https://evil.example/',
    'https://example.org@evil.example/',
    'http://example.org/',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'x'.repeat(2000)}`,
  ])('stays at home instead of going to %p (A6)', (wanted) => {
    expect(safeReturnTo(wanted, context, '/home')).toBe('/home')
  })
})
