import { contextFor } from '@gangway/gateway'
import fc from 'fast-check'
import { safeReturnTo } from './return-to.ts'

const context = contextFor('GET', 'https://wiki.example/login')

describe('safeReturnTo', () => {
  it.each([
    ['/', '/'],
    ['/page', '/page'],
    ['/page?a=b&c=%2F%2Fevil', '/page?a=b&c=%2F%2Fevil'],
    ['/page#part', '/page#part'],
    ['/a/../b', '/b'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/Łódź', '/%C5%81%C3%B3d%C5%BA'],
  ])('A6: keeps %s', (wanted, expected) => {
    expect(safeReturnTo(wanted, context, '/home')).toBe(expected)
  })

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/./\\evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https://evil.example',
    'https://wiki.example/page',
    'https://wiki.example@evil.example/',
    'https://wiki.example.evil.example/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'page',
    '?page',
    '',
    null,
    undefined,
    `/${'a'.repeat(3000)}`,
  ])('A6: goes home instead of to %j', (wanted) => {
    expect(safeReturnTo(wanted, context, '/home')).toBe('/home')
  })

  it('A6: stays on this site, whatever is asked for, as a browser reads it', () => {
    const tricky = fc.string({
      unit: fc.constantFrom(...Array.from('/\\.@:?#%\t\n\r eiv2f5c0'), 'https:', 'evil.example', '..', '%2f', '%5c'),
    })
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string(), fc.webUrl()), (wanted) => {
        const address = safeReturnTo(wanted, context, '/home')
        expect(new URL(address, 'https://wiki.example/login?return-to=x').origin).toBe('https://wiki.example')
        expect(address).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
      }),
      { numRuns: 2000 },
    )
  })
})
