// https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt §2
import { GatewayError, type Client } from '@gangway/gateway'
import { isIP } from 'node:net'

/** A PROXY header that has come in full. */
export interface ProxyHeader {
  /** Its length in bytes. */
  readonly used: number
  /** The client it names; `null` where the proxy speaks for itself or does not know. */
  readonly value: Client | null
}

const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const longestLine = 107
const longestBlock = 4096

/**
 * Reads a PROXY header of version 1 or 2 from the first bytes of a connection; `undefined` while it is not complete.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when they are no PROXY header.
 */
export function decodeProxyHeader(bytes: Buffer): ProxyHeader | undefined {
  return bytes[0] === signature[0] ? decodeBlock(bytes) : decodeLine(bytes)
}

// §2.1: PROXY TCP4 192.0.2.1 192.0.2.2 56324 443
function decodeLine(bytes: Buffer): ProxyHeader | undefined {
  const text = bytes.toString('latin1', 0, longestLine)
  if (!'PROXY '.startsWith(text.slice(0, 6))) throw malformed('the connection does not begin with PROXY')
  const end = text.indexOf('\r\n')
  if (end === -1 && bytes.length >= longestLine) throw malformed('the line is too long')
  if (end === -1) return undefined
  const used = end + 2
  const [, family, address = '', , port] = text.slice(0, end).split(' ')
  if (family === 'UNKNOWN') return { used, value: null }
  const match = /^PROXY TCP[46] \S+ \S+ (\d{1,5}) \d{1,5}$/.exec(text.slice(0, end))
  if (!match || isIP(address) !== (family === 'TCP4' ? 4 : 6) || Number(port) > 65535) throw malformed('the line is not valid')
  return { used, value: { address, port: Number(match[1]) } }
}

// §2.2: signature, version and command, family and protocol, length, addresses
function decodeBlock(bytes: Buffer): ProxyHeader | undefined {
  const begun = bytes.subarray(0, signature.length)
  if (!begun.equals(signature.subarray(0, begun.length))) throw malformed('the signature is wrong')
  if (bytes.length < 16) return undefined
  const [version, command] = [bytes.readUInt8(12) >> 4, bytes.readUInt8(12) & 15]
  const length = bytes.readUInt16BE(14)
  if (version !== 2 || command > 1) throw malformed(`version ${version}, command ${command}`)
  if (length > longestBlock) throw malformed(`${length} bytes are too many`)
  if (bytes.length < 16 + length) return undefined
  const client = command === 0 ? null : clientIn(bytes.readUInt8(13), bytes.subarray(16, 16 + length))
  return { used: 16 + length, value: client }
}

function clientIn(family: number, addresses: Buffer): Client | null {
  const size = family === 0x11 ? 4 : family === 0x21 ? 16 : undefined
  if (size === undefined) return null
  if (addresses.length < size * 2 + 4) throw malformed('the addresses are cut off')
  const source = addresses.subarray(0, size)
  const address = size === 4 ? source.join('.') : textOfIPv6(source)
  return { address, port: addresses.readUInt16BE(size * 2) }
}

function textOfIPv6(source: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => source.readUInt16BE(index * 2).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function malformed(why: string): GatewayError {
  return new GatewayError('ERR_BAD_REQUEST', `http: not a PROXY header: ${why}`)
}
