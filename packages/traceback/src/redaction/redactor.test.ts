import { contextFor } from '@gangway/gateway'
import { Redactor } from './redactor.ts'
import { requestSecrets } from './request-secrets.ts'
import { isSecretName } from './secret-name.ts'
import { withoutShapes } from './shapes.ts'

const pem = `-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----`

describe('isSecretName', () => {
  it.each([
    'password',
    'userPassword',
    'passwd',
    'PASSWORD_HASH',
    'db_pass',
    'passphrase',
    'apiKey',
    'API_KEY',
    'x-api-key',
    'secretKey',
    'clientSecret',
    'accessToken',
    'refresh_token',
    'csrfToken',
    'authorization',
    'HTTP_AUTHORIZATION',
    'cookie',
    'set-cookie',
    'HTTP_COOKIE',
    'session',
    'sessionId',
    'SESSION_SECRET',
    'SSL_SESSION_ID',
    'credentials',
    'jwt',
    'otp',
    'pin',
    'cvv',
    'ssn',
    'sid',
    'privateKey',
    'idtoken',
  ])('hides %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'author',
    'authors',
    'keyboard',
    'key',
    'keys',
    'passenger',
    'compass',
    'spinner',
    'title',
    'broken',
    'pinned',
    'assignment',
    'possession',
    'tokenize',
  ])('shows %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('withoutShapes', () => {
  it.each([
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['half a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdW'],
    ['a private key', pem],
    ['half a private key', pem.slice(0, 50)],
    ['a seal', 'Fe26.2*key*abc*def*ghi*jkl*mno~2'],
    ['a bearer token', 'Bearer abcdefghijkl'],
    ['a Stripe key', 'sk_live_abcdefgh12345678'],
    ['a GitHub token', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['an AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a password hash', '$2b$12$abcdefghijklmnopqrstuv0123456789ABCDEFGHIJKLMNOPQRSTU'],
    ['a URL with a password', 'postgres://wiki:hunter2@db/wiki'],
    ['a card number', '4111 1111 1111 1111'],
    ['a card number in one piece', '5500005555555559'],
  ])('hides %s', (_, secret) => {
    const rest = withoutShapes(`before ${secret} after`)
    expect(rest).toContain('[redacted]')
    for (const part of secret.split(/\s+/).filter((each) => /\d/.test(each))) expect(rest).not.toContain(part)
  })

  it.each([
    '1732297200000',
    'order 4111111111111112',
    'eye',
    'https://example.org/a:b@c',
    '2026-11-22T18:00:00.000Z',
    '127.0.0.1:3000',
    '-----BEGIN CERTIFICATE-----',
  ])('shows %s', (text) => {
    expect(withoutShapes(text)).toBe(text)
  })

  it('takes linear time for what is made to be slow', () => {
    const started = performance.now()
    for (const piece of ['-----BEGIN ', 'eyJ', 'Fe26.2*', '://', '4111 ', 'Bearer ', '://a:', '"password":"'])
      new Redactor().text(piece.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  it('leaves as many lines as there were', () => {
    expect(withoutShapes(`a\n${pem}\nb`)).toBe('a\n[redacted]\n\n\nb')
  })
})

describe('requestSecrets', () => {
  it('are credentials, cookies and secret fields, in every form in which they could come again', () => {
    const context = contextFor('GET', '/?token=t0ps3cret&page=frontpage', {
      headers: {
        authorization: `Basic ${btoa('ann:hünter2'.replace('ü', 'u'))}`,
        cookie: 'theme=dark; sid=abc%2Fdefgh; q="quoted-value"',
        'x-api-key': 'k3y5',
      },
    })
    const secrets = requestSecrets(context, isSecretName)
    for (const secret of ['hunter2', 'ann:hunter2', 'abc%2Fdefgh', 'abc/defgh', 'quoted-value', 'k3y5', 't0ps3cret'])
      expect(secrets).toContain(secret)
    for (const harmless of ['dark', 'frontpage', 'ann']) expect(secrets).not.toContain(harmless)
  })

  it('survive what is no base64 and no percent-encoding', () => {
    const context = contextFor('GET', '/', { headers: { authorization: 'Basic %%%', cookie: 'a=%E0%A4%A%%%%' } })
    expect(requestSecrets(context, isSecretName)).toContain('%E0%A4%A%%%%')
  })
})

describe('Redactor', () => {
  const redactor = new Redactor(/^isbn$/i, ['a-very-long-secret-of-somebody', 'hunter2'])

  it('hides what the request brought along wherever it stands, also its beginning alone', () => {
    expect(redactor.text('got a-very-long-secret-of-somebody!')).toBe('got [redacted]!')
    expect(redactor.text("'a-very-long-sec")).toBe("'[redacted]")
    expect(redactor.text('hunter2hunter2')).toBe('[redacted][redacted]')
  })

  it('hides values by their names, and members deep inside', () => {
    const text = (value: string) => ({ type: 'string', text: value })
    const value = {
      type: 'object',
      text: 'Object',
      members: [
        { name: 'password', value: text('x') },
        { name: 'Isbn', value: text('y') },
        { name: 'title', value: text('z hunter2') },
      ],
    }
    expect(redactor.value('book', value)).toEqual({
      type: 'object',
      text: 'Object',
      members: [
        { name: 'password', value: { type: 'redacted', text: '[redacted]' } },
        { name: 'Isbn', value: { type: 'redacted', text: '[redacted]' } },
        { name: 'title', value: text('z [redacted]') },
      ],
    })
  })

  it('shows that a secret is missing', () => {
    expect(redactor.value('password', { type: 'undefined', text: 'undefined' }).text).toBe('undefined')
  })

  it('hides pairs in texts and literals in source', () => {
    expect(redactor.text('failed: password=abc&user=ann {"token":"x1"}')).toBe(
      'failed: password=[redacted]&user=ann {"token":"[redacted]"}',
    )
    expect(redactor.source(["const password = 'abc'", "  apiKey: `x`, title: 'y'"])).toEqual([
      "const password = '[redacted]'",
      "  apiKey: `[redacted]`, title: 'y'",
    ])
  })

  it('takes a pattern that remembers where it was', () => {
    const sticky = new Redactor(/isbn/g)
    expect([sticky.hides('isbn'), sticky.hides('isbn')]).toEqual([true, true])
  })
})
