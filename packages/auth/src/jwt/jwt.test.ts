import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { contextFor, text, type Application } from '@gangway/gateway'
import { exportJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { auth, jwt, require, scopes, type JwtKey, type JwtOptions } from '../index.ts'

const secret = randomBytes(32)
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const issuer = 'https://issuer.example'
const audience = 'wiki'
const now = Math.floor(Date.now() / 1000)
const claims = { sub: 'ann', iss: issuer, aud: audience, exp: now + 60, scope: 'read write' }

function appWith(options: Partial<JwtOptions> = {}): Application {
  const keys: JwtOptions['keys'] = [{ key: ec.publicKey, algorithms: ['ES256'], id: 'ec' }]
  return auth({ schemes: [jwt({ keys, issuer, audience, ...options })] })(require()(({ user }) => text(user.id)))
}

async function signed(
  payload: JWTPayload = claims,
  header: object = {},
  key: Parameters<SignJWT['sign']>[0] = ec.privateKey,
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'ec', ...header }).sign(key)
}

/** A token with any header and payload, signed with HS256. */
function forged(header: unknown, payload: unknown, key: string | Uint8Array = secret): string {
  const part = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

async function ask(app: Application, token: string): Promise<Response> {
  const logged: string[] = []
  const response = await app(contextFor('GET', '/', { headers: { authorization: `Bearer ${token}` }, log: (line) => logged.push(line) }))
  expect(logged).toEqual([])
  return response
}

async function statusOf(app: Application, token: string): Promise<number> {
  return (await ask(app, token)).status
}

describe('jwt', () => {
  it('finds the user, the scopes and the roles in the claims', async () => {
    const app = auth({ schemes: [jwt({ keys: [{ key: ec.publicKey, algorithms: ['ES256'] }], issuer, audience })] })(({ user }) =>
      text(JSON.stringify([user?.id, user?.scopes, user?.roles, user?.claims['team']])),
    )
    const response = await ask(app, await signed({ ...claims, roles: ['admin', 7], team: 'x' }))
    expect(await response.text()).toBe('["ann",["read","write"],["admin"],"x"]')
  })

  it('challenges without an error who sent none (RFC 6750 §3.1), and with one whose token is bad', async () => {
    const app = appWith({ realm: 'wiki', resourceMetadata: 'https://wiki.example/.well-known/oauth-protected-resource' })
    const none = await app(contextFor('GET', '/'))
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="wiki", resource_metadata="https://wiki.example/.well-known/oauth-protected-resource"',
    ])
    const bad = await ask(appWith(), await signed({ ...claims, exp: now - 120 }))
    expect([bad.status, bad.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token", error_description="The access token has expired"',
    ])
  })

  it('tells which scope is missing: 403 (RFC 6750 §3.1)', async () => {
    const app = auth({ schemes: [jwt({ keys: [{ key: ec.publicKey, algorithms: ['ES256'] }], issuer, audience })] })(
      require(scopes('delete'))(() => text('deleted')),
    )
    const response = await ask(app, await signed())
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, 'Bearer scope="delete", error="insufficient_scope"'])
  })

  it('lets `user` add roles, and revoke a token', async () => {
    const user: JwtOptions['user'] = (found) => (found.claims['jti'] === 'gone' ? null : { ...found, id: `${found.id}!` })
    const app = appWith({ user })
    expect(await (await ask(app, await signed())).text()).toBe('ann!')
    expect(await statusOf(app, await signed({ ...claims, jti: 'gone' }))).toBe(401)
  })

  it.each(['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'])('takes %s, from a KeyObject and from a JWK', async (alg) => {
    const pairs = { HS256: undefined, RS256: rsa, PS256: rsa, ES256: ec, EdDSA: generateKeyPairSync('ed25519') }
    const pair = pairs[alg as keyof typeof pairs]
    const token = await signed(claims, { alg }, pair?.privateKey ?? secret)
    for (const key of pair ? [pair.publicKey, await exportJWK(pair.publicKey)] : [secret, new Uint8Array(secret)])
      expect(await statusOf(appWith({ keys: [{ key, algorithms: [alg] }] }), token)).toBe(200)
  })

  it('A5: two keys with one kid are both tried', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keys: JwtKey[] = [other, ec].map(({ publicKey }) => ({ key: publicKey, algorithms: ['ES256'], id: 'ec' }))
    expect(await statusOf(appWith({ keys: [keys[0] ?? keys[1] ?? never(), ...keys.slice(1)] }), await signed())).toBe(200)
  })

  const exact = { typ: 'at+jwt', alg: 'HS256' }
  const hs = { keys: [{ key: secret, algorithms: ['HS256'] }] } satisfies Partial<JwtOptions>

  it('A5: takes what the refused ones below are made of', async () => {
    expect(await statusOf(appWith(hs), forged(exact, claims))).toBe(200)
    expect(await statusOf(appWith(hs), forged(exact, { ...claims, aud: ['other', audience] }))).toBe(200)
    expect(await statusOf(appWith(hs), forged(exact, { ...claims, nbf: now + 20, exp: now - 20 }))).toBe(200)
  })

  it.each<[string, unknown, unknown]>([
    ['exp as a text', exact, { ...claims, exp: String(now + 60) }],
    ['exp as 1e20', exact, { ...claims, exp: 1e20 }],
    ['exp beyond all numbers', exact, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')],
    ['exp below zero', exact, { ...claims, exp: -1 }],
    ['exp as null', exact, { ...claims, exp: null }],
    ['no exp', exact, { ...claims, exp: undefined }],
    ['exp beyond the tolerance', exact, { ...claims, exp: now - 40 }],
    ['nbf beyond the tolerance', exact, { ...claims, nbf: now + 40 }],
    ['nbf as a text', exact, { ...claims, nbf: 'yesterday' }],
    ['iat beyond all numbers', exact, JSON.stringify({ ...claims, iat: 7 }).replace('"iat":7', '"iat":1e999')],
    ['no iss', exact, { ...claims, iss: undefined }],
    ['another iss', exact, { ...claims, iss: 'https://evil.example' }],
    ['no aud', exact, { ...claims, aud: undefined }],
    ['another aud', exact, { ...claims, aud: ['other'] }],
    ['aud as an object', exact, { ...claims, aud: { wiki: true } }],
    ['no sub', exact, { ...claims, sub: undefined }],
    ['an empty sub', exact, { ...claims, sub: '' }],
    ['sub as a number', exact, { ...claims, sub: 7 }],
    ['crit that nobody knows', { ...exact, crit: ['x'], x: 1 }, claims],
    ['b64 false', { ...exact, crit: ['b64'], b64: false }, claims],
    ['typ JWT, as ID tokens have', { ...exact, typ: 'JWT' }, claims],
    ['no typ', { alg: 'HS256' }, claims],
    ['a claims set that is a list', exact, [claims]],
    ['claims that are no JSON', exact, '{"sub":'],
    ['alg none', { ...exact, alg: 'none' }, claims],
    ['alg nOnE', { ...exact, alg: 'nOnE' }, claims],
    ['an alg of Object.prototype', { ...exact, alg: 'constructor' }, claims],
    ['no alg', { typ: 'at+jwt' }, claims],
    ['alg as a list', { ...exact, alg: ['HS256'] }, claims],
    ['a header that is no JSON', '{"alg"', claims],
    ['a header that is null', 'null', claims],
    ['a header with an encryption', { ...exact, enc: 'A256GCM', alg: 'dir' }, claims],
  ])('A5: refuses %s', async (_, header, payload) => {
    const response = await ask(appWith(hs), forged(header, payload))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="The access token (?:is invalid|has expired)"$/,
    )
  })

  it('A5: refuses a token without a signature', async () => {
    expect(await statusOf(appWith(), new UnsecuredJWT(claims).encode())).toBe(401)
  })

  it('A5: refuses HS256 signed with the public key, whatever form it has', async () => {
    const keys: JwtKey = { key: rsa.publicKey, algorithms: ['RS256'] }
    const forms = [rsa.publicKey.export({ type: 'spki', format: 'pem' }), rsa.publicKey.export({ type: 'spki', format: 'der' })]
    for (const form of forms) expect(await statusOf(appWith({ keys: [keys] }), forged(exact, claims, form))).toBe(401)
  })

  it('A5: uses a key for no other algorithm than its own', async () => {
    const token = await signed(claims, { alg: 'PS256' }, rsa.privateKey)
    expect(await statusOf(appWith({ keys: [{ key: rsa.publicKey, algorithms: ['RS256'] }] }), token)).toBe(401)
    const mixed: JwtOptions['keys'] = [
      { key: rsa.publicKey, algorithms: ['RS256'] },
      { key: secret, algorithms: ['HS256'] },
    ]
    expect(await statusOf(appWith({ keys: mixed }), forged(exact, claims, rsa.publicKey.export({ type: 'spki', format: 'pem' })))).toBe(401)
  })

  it.each(['../../etc/passwd', "' OR 1=1 --", '__proto__', ' ', 'x'.repeat(5000)])('A5: looks nothing up for the kid %s', async (kid) => {
    expect(await statusOf(appWith(), await signed(claims, { kid }))).toBe(401)
  })

  it('A5: never looks at a jwk, jku or x5u of the token', async () => {
    const evil = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = await exportJWK(evil.publicKey)
    const token = await signed(claims, { jwk, jku: 'http://127.0.0.1:9/', x5u: 'http://127.0.0.1:9/' }, evil.privateKey)
    expect(await statusOf(appWith(), token)).toBe(401)
  })

  it('refuses an ID token where the issuer marks all its tokens JWT', async () => {
    const options = { ...hs, type: 'JWT' }
    expect(await statusOf(appWith(options), forged({ alg: 'HS256', typ: 'JWT' }, claims))).toBe(200)
    expect(await statusOf(appWith(options), forged({ alg: 'HS256', typ: 'JWT' }, { ...claims, nonce: 'n' }))).toBe(401)
  })

  it.each([
    ['100 kB', 'a'.repeat(100_000)],
    ['nothing', ''],
    ['two tokens', 'a.b.c, Bearer d'],
    ['quotes', '"a.b.c"'],
  ])('A5: answers %s with 400 invalid_request', async (_, token) => {
    const response = await ask(appWith(), token)
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      400,
      'Bearer error="invalid_request", error_description="The access token is malformed"',
    ])
  })

  it.each(['a', 'a.b', 'a.b.c', 'a.b.c.d.e', '...', 'e30.e30.', 'e30.e30.e30'])('answers the garbage %s with 401', async (token) => {
    expect(await statusOf(appWith(), token)).toBe(401)
  })

  it('answers 400 to who also sends a token in the query (RFC 6750 §2)', async () => {
    const context = contextFor('GET', '/?access_token=x', { headers: { authorization: `Bearer ${await signed()}` } })
    expect((await appWith()(context)).status).toBe(400)
  })

  it.each<[string, () => Promise<Partial<JwtOptions>> | Partial<JwtOptions>, string]>([
    ['the algorithm none', () => ({ keys: [{ key: secret, algorithms: ['none'] }] }), 'not an algorithm'],
    ['a public key for HS256', () => ({ keys: [{ key: rsa.publicKey, algorithms: ['HS256'] }] }), 'not for HS256'],
    ['a secret for RS256', () => ({ keys: [{ key: secret, algorithms: ['RS256'] }] }), 'not for RS256'],
    [
      'one of two algorithms that does not fit',
      () => ({ keys: [{ key: rsa.publicKey, algorithms: ['RS256', 'ES256'] }] }),
      'not for ES256',
    ],
    ['a private key', () => ({ keys: [{ key: rsa.privateKey, algorithms: ['RS256'] }] }), 'must stay with the issuer'],
    [
      'a private JWK',
      async () => ({ keys: [{ key: await exportJWK(ec.privateKey), algorithms: ['ES256'] }] }),
      'must stay with the issuer',
    ],
    [
      'a JWK for another algorithm',
      async () => ({ keys: [{ key: { ...(await exportJWK(rsa.publicKey)), alg: 'PS256' }, algorithms: ['RS256'] }] }),
      'is for PS256',
    ],
    [
      'a JWK for encryption',
      async () => ({ keys: [{ key: { ...(await exportJWK(rsa.publicKey)), use: 'enc' }, algorithms: ['RS256'] }] }),
      'not for signatures',
    ],
    ['a short secret', () => ({ keys: [{ key: secret.subarray(0, 31), algorithms: ['HS256'] }] }), 'needs 32'],
    [
      'a PEM as secret',
      () => ({ keys: [{ key: Buffer.from(String(rsa.publicKey.export({ type: 'spki', format: 'pem' }))), algorithms: ['HS256'] }] }),
      'PEM',
    ],
    ['a key set without TLS', () => ({ keys: { url: 'http://issuer.example/jwks', algorithms: ['RS256'] } }), 'https'],
    ['a key set for secrets', () => ({ keys: { url: 'https://issuer.example/jwks', algorithms: ['HS256'] } }), 'no key set has'],
    ['no issuer', () => ({ issuer: '' }), 'issuer'],
    ['no audience', () => ({ audience: [] }), 'audience'],
    ['clocks that differ by minutes', () => ({ clockTolerance: 61 }), '60'],
  ])('refuses %s at once', async (_, options, message) => {
    const given = await options()
    expect(() => appWith(given)).toThrow(TypeError)
    expect(() => appWith(given)).toThrow(message)
  })
})

describe('jwt with a key set', () => {
  let server: Server
  let requests = 0
  let answer: { status: number; body: string } = { status: 200, body: '' }
  let url = ''

  beforeEach(async () => {
    const jwk = { ...(await exportJWK(ec.publicKey)), kid: 'ec' }
    answer = { status: 200, body: JSON.stringify({ keys: [jwk, { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', use: 'enc' }] }) }
    requests = 0
    server = createServer((_, response) => {
      requests++
      response.writeHead(answer.status, { location: 'http://127.0.0.1:9/' }).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${portOf(server)}/jwks`
  })

  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const fromSet = (): Application => appWith({ keys: { url, algorithms: ['ES256', 'RS256'] } })

  it('fetches nothing before the first token, and the keys once', async () => {
    const app = fromSet()
    expect((await app(contextFor('GET', '/'))).status).toBe(401)
    expect(requests).toBe(0)
    for (const token of await Promise.all([signed(), signed(), signed()])) expect(await statusOf(app, token)).toBe(200)
    expect(requests).toBe(1)
  })

  it('A5: a flood of unknown kids makes no more requests within the cooldown', async () => {
    const app = fromSet()
    for (let count = 0; count < 50; count++) expect(await statusOf(app, await signed(claims, { kid: `unknown-${count}` }))).toBe(401)
    expect(requests).toBe(1)
  })

  it('A5: takes no algorithm outside its list, and asks for no key then', async () => {
    expect(await statusOf(fromSet(), forged({ alg: 'HS256', typ: 'at+jwt', kid: 'ec' }, claims))).toBe(401)
    expect(await statusOf(fromSet(), forged({ alg: 'none', typ: 'at+jwt', kid: 'ec' }, claims))).toBe(401)
    expect(requests).toBe(0)
  })

  it('A5: two keys with one kid are both tried, and a key for encryption never', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keys = await Promise.all([other, ec].map(async ({ publicKey }) => ({ ...(await exportJWK(publicKey)), kid: 'ec' })))
    const app = fromSet()
    expect(await statusOf(app, await signed(claims, { alg: 'RS256', kid: 'rsa' }, rsa.privateKey))).toBe(401)
    answer = { status: 200, body: JSON.stringify({ keys }) }
    expect(await statusOf(fromSet(), await signed())).toBe(200)
  })

  it.each([
    ['an error', { status: 500, body: '' }],
    ['a redirect', { status: 302, body: '' }],
    ['what is no JSON', { status: 200, body: '<html>' }],
    ['what is no key set', { status: 200, body: '[]' }],
  ])('answers 503 while the issuer answers %s, and asks it at most once in five seconds', async (_, wrong) => {
    answer = wrong
    const app = fromSet()
    const token = await signed()
    for (let count = 0; count < 5; count++) await expect(ask(app, token)).rejects.toMatchObject({ status: 503 })
    expect(requests).toBe(1)
  })

  it('answers 503 when nobody listens', async () => {
    server.close()
    await expect(ask(fromSet(), await signed())).rejects.toMatchObject({ status: 503, expose: false })
  })
})

function portOf(server: Server): number {
  // A server that listens on TCP has such an address.
  return (server.address() as AddressInfo).port
}

function never(): never {
  throw new Error('there are two keys')
}
