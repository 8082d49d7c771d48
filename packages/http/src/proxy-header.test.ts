import fc from 'fast-check'
import { GatewayError, json } from '@gangway/gateway'
import { connect as connectTls } from 'node:tls'
import { tls } from '../test/certificate.ts'
import { bodyOf, poll, RawClient } from '../test/raw-client.ts'
import { started } from '../test/started.ts'
import { decodeProxyHeader } from './proxy-header.ts'

const signature = '\r\n\r\n\0\r\nQUIT\n'
const block = (command: number, family: number, content: readonly number[], length = content.length) =>
  signature + String.fromCharCode(command, family, length >> 8, length & 255, ...content)
const tcp4 = [192, 0, 2, 1, 192, 0, 2, 2, 0xdc, 0x04, 0x01, 0xbb]
const tcp6 = [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), 1, ...Array.from({ length: 16 }, () => 0), 0xdc, 0x04, 0x01, 0xbb]
const latin1 = (text: string) => Buffer.from(text, 'latin1')

function isHandled(bytes: Buffer): boolean {
  try {
    decodeProxyHeader(bytes)
    return true
  } catch (error) {
    return error instanceof GatewayError
  }
}

describe('decodeProxyHeader', () => {
  test.each([
    ['version 1, IPv4', 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n', { address: '192.0.2.1', port: 56324 }],
    ['version 1, IPv6', 'PROXY TCP6 2001:db8::1 ::1 56324 443\r\n', { address: '2001:db8::1', port: 56324 }],
    ['version 1, unknown', 'PROXY UNKNOWN ffff:f...f:ffff 1 2\r\n', null],
    ['version 2, IPv4', block(0x21, 0x11, tcp4), { address: '192.0.2.1', port: 56324 }],
    ['version 2, IPv4 with more after the addresses', block(0x21, 0x11, [...tcp4, 3, 0, 1, 9]), { address: '192.0.2.1', port: 56324 }],
    ['version 2, IPv6', block(0x21, 0x21, tcp6), { address: '2001:db8::1', port: 56324 }],
    ['version 2, local', block(0x20, 0, []), null],
    [
      'version 2, unix',
      block(
        0x21,
        0x31,
        Array.from({ length: 216 }, () => 0),
      ),
      null,
    ],
  ])('reads %s, byte by byte as well', (_, text, value) => {
    const bytes = latin1(`${text}GET /`)
    expect(decodeProxyHeader(bytes)).toEqual({ used: text.length, value })
    for (let length = 1; length < text.length; length++) expect(decodeProxyHeader(bytes.subarray(0, length))).toBeUndefined()
  })

  test.each([
    ['another request', 'GET / HTTP/1.1\r\n'],
    ['a line without end', `PROXY ${'x'.repeat(200)}`],
    ['an IPv6 address as IPv4', 'PROXY TCP4 ::1 ::1 1 2\r\n'],
    ['a port beyond 65535', 'PROXY TCP4 192.0.2.1 192.0.2.2 70000 443\r\n'],
    ['a missing port', 'PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n'],
    ['a wrong signature', '\r\n\r\n\0\r\nQUIX\n!!!!'],
    ['another version', block(0x31, 0x11, tcp4)],
    ['an unknown command', block(0x22, 0x11, tcp4)],
    ['addresses that are cut off', block(0x21, 0x11, tcp4.slice(0, 8))],
    ['a length without bound', block(0x21, 0x11, [], 65_535)],
  ])('refuses %s', (_, text) => {
    expect(() => decodeProxyHeader(latin1(text))).toThrow(GatewayError)
  })

  it('throws nothing else, whatever comes', () => {
    const beginnings = fc.constantFrom('', 'PROXY ', 'PROXY TCP4 ', signature, signature + '\x21\x11')
    const check = fc.check(
      fc.property(beginnings, fc.uint8Array({ maxLength: 300 }), (beginning, rest) => {
        return isHandled(Buffer.concat([latin1(beginning), rest]))
      }),
    )
    expect(check.failed).toBe(false)
  })
})

describe('HTTP-14 serve({ proxyProtocol })', () => {
  const app = ({ client, tls: info }: { client: unknown; tls: unknown }) => json({ client, isTls: info !== null })
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

  test.each([
    ['version 1', 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n'],
    ['version 2', block(0x21, 0x11, tcp4)],
  ])('believes an allowed peer, %s, in one piece or byte by byte', async (_, header) => {
    await using server = await started(app, { proxyProtocol: ['loopback'] })
    const whole = RawClient.to(server.port).send(header + request)
    expect(JSON.parse(bodyOf(await whole.end())).client).toEqual({ address: '192.0.2.1', port: 56324 })
    const client = RawClient.to(server.port)
    for (const byte of header + request) client.send(byte)
    expect(JSON.parse(bodyOf(await client.end())).client).toEqual({ address: '192.0.2.1', port: 56324 })
  })

  it('comes before TLS', async () => {
    await using server = await started(app, { proxyProtocol: ['loopback'], tls })
    const raw = RawClient.to(server.port).send('PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n')
    await poll(() => !raw.socket.connecting)
    raw.socket.removeAllListeners('data')
    const client = new RawClient(connectTls({ socket: raw.socket, rejectUnauthorized: false }))
    expect(JSON.parse(bodyOf(await client.send(request).end()))).toEqual({ client: { address: '192.0.2.1', port: 56324 }, isTls: true })
  })

  it('is no HTTP from any other peer', async () => {
    await using server = await started(app, { proxyProtocol: ['10.0.0.0/8'] })
    expect(await RawClient.to(server.port).send(`PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n${request}`).end()).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('closes the connection of a peer that must say it and does not, with a line', async () => {
    await using server = await started(app, { proxyProtocol: ['loopback'], timeouts: { header: 80 } })
    expect(await RawClient.to(server.port).send(request).end()).toBe('')
    expect(await RawClient.to(server.port).send('PROXY TCP4').end()).toBe('')
    expect(server.errors.map(({ code }) => code)).toEqual(['ERR_BAD_REQUEST', 'ERR_TIMEOUT'])
  })
})
