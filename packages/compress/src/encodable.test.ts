import { reply } from '@gangway/gateway'
import { isEncodable, mediaTypeOf } from './encodable.ts'
import { isUntransformable } from './no-transform.ts'

const headersWith = (headers: Record<string, string>) => reply(null, { headers }).headers

describe('isEncodable', () => {
  it.each<[string, number, Record<string, string>]>([
    ['a plain one', 200, {}],
    ['an error', 500, {}],
    ['identity, which says nothing', 200, { 'content-encoding': 'Identity' }],
    ['an empty coding', 200, { 'content-encoding': '' }],
    ['a digest', 200, { 'content-digest': 'sha-256=:x:' }],
  ])('takes %s', (_, status, headers) => {
    expect(isEncodable(status, headersWith(headers))).toBe(true)
  })

  it.each<[string, number, Record<string, string>]>([
    ['C1: a part', 206, {}],
    ['C1: a refused part', 416, {}],
    ['C1: content-range with any status', 200, { 'content-range': 'bytes 0-1/2' }],
    ['C1: parts', 200, { 'content-type': 'Multipart/ByteRanges; boundary=x' }],
    ['C9: one that is encoded', 200, { 'content-encoding': 'br' }],
    ['C9: one that is encoded twice', 200, { 'content-encoding': 'identity, GZIP' }],
    ['C9: no-transform', 200, { 'cache-control': 'public,  No-Transform ' }],
    ['a signed one', 200, { 'signature-input': 'sig=()' }],
    ['a signature', 200, { signature: 'sig=:x:' }],
  ])('refuses %s', (_, status, headers) => {
    expect(isEncodable(status, headersWith(headers))).toBe(false)
  })
})

describe('isUntransformable', () => {
  it.each([
    ['no-transform', true],
    ['NO-TRANSFORM', true],
    ['max-age=3,no-transform,public', true],
    [' no-transform = "x"', true],
    ['no-transformed', false],
    ['x-no-transform', false],
    ['no-store', false],
  ])('C9: says of %j %s', (directives, expected) => {
    expect(isUntransformable(headersWith({ 'cache-control': directives }))).toBe(expected)
  })
})

describe('mediaTypeOf', () => {
  it.each([
    ['TEXT/HTML; charset=utf-8', 'text/html'],
    ['text/html ;x', 'text/html'],
    ['text/html', 'text/html'],
  ])('C9: is for %j %j', (field, type) => {
    expect(mediaTypeOf(headersWith({ 'content-type': field }))).toBe(type)
  })

  it('C9: is empty without a field', () => {
    expect(mediaTypeOf(headersWith({}))).toBe('')
  })
})
