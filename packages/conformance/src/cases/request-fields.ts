import { json, text } from '@gangway/gateway'
import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import type { Case } from '../case.ts'

const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('')

export const requestFields: readonly Case[] = [
  {
    name: 'field names are matched without case',
    app: ({ headers }) => text(`${headers.get('x-cased')} ${headers.get('X-CASED')} ${headers.has('X-cAsEd')}`),
    request: { fields: [['X-CaSeD', 'Value']] },
    response: { body: 'Value Value true' },
  },
  {
    name: 'a field that was not sent is not there',
    app: ({ headers }) => json([headers.get('x-none'), headers.has('x-none'), headers.get('tostring'), headers.get('constructor')]),
    response: { body: '[null,false,null,null]' },
  },
  {
    name: 'all visible characters in a value',
    request: { fields: [['x-visible', visible]] },
    context: { headers: { 'x-visible': visible } },
  },
  {
    name: 'spaces around a value are not part of it, those inside are',
    needs: ['spacedField'],
    request: { fields: [['x-spaced', '  a  b\tc \t']] },
    context: { headers: { 'x-spaced': 'a  b\tc' } },
  },
  {
    name: 'CGI-16 bytes above 0x7F arrive as latin1',
    needs: ['bytesInFields'],
    request: { fields: [['x-bytes', 'caf\xe9 \xff\x80']] },
    context: { headers: { 'x-bytes': 'caf\xe9 \xff\x80' } },
  },
  {
    name: 'CGI-06 UTF-8 in a value keeps its bytes',
    needs: ['bytesInFields'],
    request: { fields: [['x-utf-8', 'caf\xc3\xa9 \xe2\x82\xac']] },
    context: { headers: { 'x-utf-8': 'caf\xc3\xa9 \xe2\x82\xac' } },
  },
  {
    name: 'a field without a value is there and empty',
    needs: ['emptyField'],
    request: { fields: [['x-empty', '']] },
    context: { headers: { 'x-empty': '' } },
  },
  {
    name: 'fields of one name are joined in order',
    request: {
      fields: [
        ['x-list', 'a, b'],
        ['x-other', '1'],
        ['X-List', 'c'],
      ],
    },
    context: { headers: { 'x-list': 'a, b, c', 'x-other': '1' } },
  },
  {
    name: 'several Cookie fields are joined with semicolons',
    needs: ['repeatedCookie'],
    request: {
      fields: [
        ['cookie', 'a=1'],
        ['cookie', 'b="2, 3"; c=4'],
      ],
    },
    context: { headers: { cookie: 'a=1; b="2, 3"; c=4' } },
  },
  {
    name: 'fifty cookies in one field',
    request: { fields: [['cookie', cookies(50)]] },
    context: { headers: { cookie: cookies(50) } },
  },
  {
    name: 'FCGI-21 values of 127 and 128 bytes',
    request: {
      fields: [
        ['x-127', 'a'.repeat(127)],
        ['x-128', 'b'.repeat(128)],
        [`x-${'n'.repeat(121)}`, 'long name'],
      ],
    },
    context: { headers: { 'x-127': 'a'.repeat(127), 'x-128': 'b'.repeat(128), [`x-${'n'.repeat(121)}`]: 'long name' } },
  },
  {
    name: 'a value of 7 KB',
    needs: ['largeHead'],
    request: { fields: [['x-large', 'large '.repeat(1200).trim()]] },
    context: { headers: { 'x-large': 'large '.repeat(1200).trim() } },
  },
  {
    name: 'ninety fields',
    needs: ['largeHead'],
    request: { fields: Array.from({ length: 90 }, (_, index) => [`x-field-${index}`, `value ${index}`] as const) },
    context: { headers: Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`x-field-${index}`, `value ${index}`])) },
  },
  {
    name: 'fields named like members of Object are fields',
    request: {
      fields: [
        ['constructor', 'a'],
        ['toString', 'b'],
        ['hasOwnProperty', 'c'],
      ],
    },
    context: { headers: { constructor: 'a', tostring: 'b', hasownproperty: 'c' } },
  },
  {
    name: 'a field named __proto__ is a field',
    needs: ['underscoredName'],
    request: { fields: [['__proto__', 'polluted']] },
    app: ({ headers }) => json([headers.get('__proto__'), Reflect.get({}, 'polluted') ?? null]),
    response: { body: '["polluted",null]' },
  },
  {
    name: 'all characters of a field name',
    needs: ['anyFieldName'],
    request: { fields: [["x!#$%&'*+.^`|~9", 'odd']] },
    context: { headers: { "x!#$%&'*+.^`|~9": 'odd' } },
  },
  {
    name: 'a field with an underscore never passes for one with a hyphen',
    needs: ['unambiguousName'],
    request: {
      fields: [
        ['x_user', 'forged'],
        ['x-user', 'real'],
        ['x_admin', 'forged'],
      ],
    },
    context: { headers: { 'x-user': 'real', 'x-admin': null } },
  },
  {
    name: 'CGI-07 a Proxy field does not reach the environment',
    app: () => json([process.env.HTTP_PROXY ?? null, process.env.http_proxy ?? null]),
    request: { fields: [['proxy', 'http://evil.test:8080']] },
    response: { body: '[null,null]' },
  },
  {
    name: 'fields look the same by every way of reading them',
    app: ({ headers }) => {
      const entries = [...headers].filter(([name]) => name.startsWith('x-'))
      const each: [string, string][] = []
      headers.forEach((value, name) => each.push([name, value]))
      const keys = [...headers.keys()].filter((name) => name.startsWith('x-'))
      return json({ entries, each: each.filter(([name]) => name.startsWith('x-')), keys })
    },
    request: {
      fields: [
        ['X-b', '2'],
        ['X-a', '1'],
        ['X-b', '3'],
      ],
    },
    async script(peer) {
      const wanted = [
        ['x-a', '1'],
        ['x-b', '2, 3'],
      ]
      const { body } = await peer.send({
        fields: [
          ['X-b', '2'],
          ['X-a', '1'],
          ['X-b', '3'],
        ],
      })
      deepStrictEqual(JSON.parse(Buffer.from(body).toString()), { entries: wanted, each: wanted, keys: ['x-a', 'x-b'] })
    },
  },
  {
    name: 'context.request has the same fields',
    app: ({ request }) => text(`${request.headers.get('x-one')} ${request.headers.get('x-list')} ${request.method}`),
    request: {
      method: 'POST',
      fields: [
        ['x-one', '1'],
        ['x-list', 'a'],
        ['x-list', 'b'],
      ],
      body: '',
    },
    response: { body: '1 a, b POST' },
  },
  {
    name: 'content-type and content-length are fields',
    request: { method: 'POST', fields: [['Content-Type', 'text/plain; charset="utf-8"']], body: 'hello' },
    context: { headers: { 'content-type': 'text/plain; charset="utf-8"', 'content-length': '5' } },
  },
  {
    name: 'the host is a field',
    async script(peer) {
      const { headers } = await peer.context()
      strictEqual(new Map(headers).get('host'), new URL(peer.expected.origin).host)
    },
  },
  {
    name: 'client, protocol and version are those of the connection',
    async script(peer) {
      const { client, protocol, version, encrypted } = await peer.context()
      const { origin, ...expected } = peer.expected
      const wanted = {
        client: expected.client,
        protocol: expected.protocol,
        version: expected.version,
        encrypted: origin.startsWith('https:'),
      }
      deepStrictEqual({ client, protocol, version, encrypted }, wanted)
    },
  },
  {
    name: 'C.5 context.can says what the gateway was declared to do',
    async script(peer) {
      const { can } = await peer.context()
      for (const capability of ['informational', 'trailers', 'fullDuplex'] as const) {
        const declared = peer.declares(capability)
        if (declared !== undefined) deepStrictEqual({ [capability]: can[capability] }, { [capability]: declared })
      }
    },
  },
]

function cookies(count: number): string {
  return Array.from({ length: count }, (_, index) => `name${index}=value-${index}`).join('; ')
}
