import type { Tls } from '@gangway/gateway'
import type { TLSSocket } from 'node:tls'

/** What the application sees of a TLS connection. */
export function tlsInfo(socket: TLSSocket): Tls {
  const protocol = socket.getProtocol()
  const clientCertificate = certificateOf(socket)
  // node:tls says false where the client named no server
  const sni: unknown = Reflect.get(socket, 'servername')
  return {
    cipher: socket.getCipher().name,
    ...(protocol !== null && { protocol }),
    ...(typeof sni === 'string' && { sni }),
    ...(clientCertificate && { clientCertificate }),
  }
}

function certificateOf(socket: TLSSocket): Tls['clientCertificate'] {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return undefined
  return {
    pem: certificate.toString(),
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    serial: certificate.serialNumber,
    verified: socket.authorized,
  }
}

// RFC 2253 begins with the last part, as the SSL_* variables of web servers do.
function distinguishedName(lines: string): string {
  return lines.split('\n').reverse().join(',')
}
