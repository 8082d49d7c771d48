import { schemeOf, tlsOf } from './tls.ts'

describe('schemeOf', () => {
  it.each(['on', 'ON', '1', 'yes', 'true', 'https'])('is https for HTTPS=%s (CGI-12)', (HTTPS) => {
    expect(schemeOf(['HTTPS', HTTPS])).toBe('https')
  })

  it.each(['', 'off', 'OFF', '0', 'no', 'False'])('is http for HTTPS=%s (CGI-12)', (HTTPS) => {
    expect(schemeOf(['HTTPS', HTTPS])).toBe('http')
  })

  it.each<[Record<string, string>, string]>([
    [{ REQUEST_SCHEME: 'https' }, 'https'],
    [{ REQUEST_SCHEME: 'http' }, 'http'],
    [{ REQUEST_SCHEME: 'https', HTTPS: 'off' }, 'http'],
    [{ SERVER_PORT: '443' }, 'http'],
  ])('for %j is %s', (variables, scheme) => {
    expect(schemeOf(Object.entries(variables).flat())).toBe(scheme)
  })
})

describe('tlsOf', () => {
  it('has what the SSL_ variables say', () => {
    const tls = tlsOf(
      Object.entries({
        SSL_PROTOCOL: 'TLSv1.3',
        SSL_CIPHER: 'TLS_AES_256_GCM_SHA384',
        SSL_TLS_SNI: 'example.org',
        SSL_CLIENT_VERIFY: 'SUCCESS',
        SSL_CLIENT_CERT: '-----BEGIN CERTIFICATE-----\n',
        SSL_CLIENT_S_DN: 'CN=ann',
        SSL_CLIENT_I_DN: 'CN=ca',
        SSL_CLIENT_M_SERIAL: '01',
      }).flat(),
    )
    expect(tls).toEqual({
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      sni: 'example.org',
      clientCertificate: { pem: '-----BEGIN CERTIFICATE-----\n', subject: 'CN=ann', issuer: 'CN=ca', serial: '01', verified: true },
    })
  })

  it.each(['NONE', 'GENEROUS', 'FAILED:self-signed certificate', ''])(
    'does not take a certificate for verified when the server says %j',
    (verify) => {
      expect(tlsOf(['SSL_CLIENT_VERIFY', verify, 'SSL_CLIENT_S_DN', 'CN=ann']).clientCertificate?.verified).toBe(false)
    },
  )

  it('has no certificate when the client showed none', () => {
    expect(tlsOf(['SSL_CLIENT_VERIFY', 'NONE', 'SSL_CIPHER', ''])).toEqual({})
  })
})
