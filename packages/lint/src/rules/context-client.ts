import type { Arrival } from '../arrival.ts'
import { isAddress } from '../grammar.ts'
import { isObject, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { boolean, filledText, misshapen, natural, optional, shaped, text } from '../shape.ts'
import { show, unless } from '../show.ts'

const port = (value: unknown) => natural(value) && Number(value) <= 65535
const certificate = shaped({
  pem: optional(text),
  subject: optional(text),
  issuer: optional(text),
  serial: optional(text),
  verified: boolean,
})

const clientShape = { port: optional(port), host: optional(filledText), user: optional(filledText), authType: optional(filledText) }
const tlsShape = {
  protocol: optional(filledText),
  cipher: optional(filledText),
  sni: optional(filledText),
  clientCertificate: optional(certificate),
}

export const clientRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-140',
    sentence: 'The `client.address` is an IPv4 or IPv6 address without brackets, or empty where the server does not know it.',
    clause: 'RFC 3875 §4.1.8, SPEC §3.4',
    severity: 'error',
    check({ context }) {
      const address = read(context.client, 'address')
      return unless(address === '' || isAddress(address), address)
    },
  },
  {
    code: 'LINT-141',
    sentence: 'In `client`, `port` is a port number, and `host`, `user` and `authType` are texts; what is unknown is absent, not empty.',
    clause: 'SPEC §3.4',
    severity: 'error',
    check: ({ context }) => misshapen('client', context.client, clientShape),
  },
  {
    code: 'LINT-142',
    sentence: 'The `tls` is `null`, or has texts, and in `clientCertificate` a boolean `verified`.',
    clause: 'SPEC §3.4',
    severity: 'error',
    check({ context: { tls } }) {
      if (tls === null) return undefined
      return isObject(tls) ? misshapen('tls', tls, tlsShape) : show(tls)
    },
  },
]
