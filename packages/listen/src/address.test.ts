import { formatAddress, isWildcard, parseListen, type Listen } from './address.ts'

describe('parseListen', () => {
  test.each<[Listen, object]>([
    ['127.0.0.1:3000', { kind: 'tcp', host: '127.0.0.1', port: 3000 }],
    ['[::1]:3000', { kind: 'tcp', host: '::1', port: 3000 }],
    ['localhost:80', { kind: 'tcp', host: 'localhost', port: 80 }],
    [':8080', { kind: 'tcp', host: '127.0.0.1', port: 8080 }],
    ['8080', { kind: 'tcp', host: '127.0.0.1', port: 8080 }],
    [0, { kind: 'tcp', host: '127.0.0.1', port: 0 }],
    ['unix:/run/app.sock', { kind: 'unix', path: '/run/app.sock', mode: 0o660 }],
    [
      { path: '/run/app.sock', mode: 0o600 },
      { kind: 'unix', path: '/run/app.sock', mode: 0o600 },
    ],
    ['fd:0', { kind: 'fd', fd: 0 }],
    [{ fd: 3 }, { kind: 'fd', fd: 3 }],
    [
      { port: 1, host: '::' },
      { kind: 'tcp', host: '::', port: 1 },
    ],
  ])('reads %j', (listen, expected) => {
    expect(parseListen(listen)).toEqual(expected)
  })

  test.each<[unknown, RegExp]>([
    ['', /is not an address/],
    ['host', /is not an address/],
    ['a:b:80', /is not an address/],
    ['127.0.0.1:99999', /not a port/],
    [-1, /not a port/],
    [{ port: 1.5 }, /not a port/],
    ['unix:', /needs a path/],
    [`unix:/${'x'.repeat(103)}`, /longer than 103 bytes/],
    ['fd:x', /is not an address/],
    [null, /is not an address/],
    [{}, /is not an address/],
    ['systemd', /needs a socket from a systemd/],
  ])('refuses %j in words', (listen, message) => {
    expect(() => parseListen(listen as Listen)).toThrow(message)
    expect(() => parseListen(listen as Listen)).toThrow(TypeError)
  })
})

describe('isWildcard', () => {
  test.each([
    ['0.0.0.0:1', true],
    ['[::]:1', true],
    ['[0:0:0:0:0:0:0:0]:1', true],
    ['127.0.0.1:1', false],
    ['unix:/x', false],
  ])('%s is %p', (listen, expected) => {
    expect(isWildcard(parseListen(listen))).toBe(expected)
  })
})

describe('formatAddress', () => {
  it('writes a URL that a browser takes', () => {
    expect(formatAddress({ kind: 'tcp', host: '::1', port: 80 }, 'http')).toBe('http://[::1]:80')
    expect(formatAddress({ kind: 'unix', path: '/x' }, 'http')).toBe('unix:/x')
    expect(formatAddress({ kind: 'fd', fd: 0 })).toBe('fd:0')
  })
})
