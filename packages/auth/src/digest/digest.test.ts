import { createHash } from 'node:crypto'
import { contextFor, text, type Application, type Context, type ContextForInit } from '@gangway/gateway'
import { auth, digest, parseChallenges, require, type DigestAlgorithm, type DigestOptions, type DigestSource } from '../index.ts'
import { digestResponse } from './digest-response.ts'
import { memoryNonces } from './nonce-store.ts'

const realm = 'http-auth@example.org'
const hashes: Record<DigestAlgorithm, string> = { 'SHA-256': 'sha256', MD5: 'md5' }

function hash(algorithm: DigestAlgorithm, value: string): string {
  return createHash(hashes[algorithm]).update(value).digest('hex')
}

const passwords: Record<string, string> = { Mufasa: 'Circle of Life', 'J\u00e4s\u00f8n Doe': 'Secret, or not?', 'a"b\\c': 'x' }
const users: DigestSource = {
  digest(name, forRealm, algorithm) {
    const password = passwords[name]
    return password === undefined ? null : { user: { id: name }, ha1: hash(algorithm, `${name}:${forRealm}:${password}`) }
  },
}

function appWith(options: Partial<DigestOptions> = {}): Application {
  return auth({ schemes: [digest({ users, realm, ...options })] })(require()(({ user }) => text(user.id)))
}

interface Wishes {
  name?: string
  password?: string
  algorithm?: DigestAlgorithm
  nc?: string
  uri?: string
  method?: string
  nonce?: string
  edit?: (field: string) => string
}

/** Credentials as a client makes them. */
function credentials(nonce: string, wishes: Wishes = {}): string {
  const {
    name = 'Mufasa',
    password = 'Circle of Life',
    algorithm = 'SHA-256',
    nc = '00000001',
    uri = '/dir/index.html',
    method = 'GET',
    edit,
  } = wishes
  const ha1 = hash(algorithm, `${name}:${realm}:${password}`)
  const response = digestResponse({ algorithm, nonce, nc, cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv' }, ha1, `${method}:${uri}`)
  const bytes = Buffer.from(name).toString('latin1').replaceAll(/["\\]/g, '\\$&')
  const field = `Digest username="${bytes}", realm="${realm}", uri="${uri}", algorithm=${algorithm}, nonce="${nonce}", nc=${nc}, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv", qop=auth, response="${response}"`
  return edit ? edit(field) : field
}

function ask(authorization?: string, init: ContextForInit = {}, method = 'GET'): Context {
  return contextFor(method, '/dir/index.html', { headers: authorization === undefined ? {} : { authorization }, ...init })
}

async function nonceOf(app: Application): Promise<string> {
  return nonceIn(await app(ask()))
}

function nonceIn(response: Response): string {
  return parseChallenges(response.headers.get('www-authenticate') ?? '')?.[0]?.parameters.get('nonce') ?? ''
}

function isStale(response: Response): boolean {
  return (
    parseChallenges(response.headers.get('www-authenticate') ?? '')?.every(({ parameters }) => parameters.get('stale') === 'true') === true
  )
}

describe('digest', () => {
  it.each<[DigestAlgorithm, string]>([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('makes the response of RFC 7616 §3.9.1 with %s', (algorithm, expected) => {
    const given = {
      algorithm,
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      nc: '00000001',
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    }
    expect(digestResponse(given, hash(algorithm, 'Mufasa:http-auth@example.org:Circle of Life'), 'GET:/dir/index.html')).toBe(expected)
  })

  it('offers SHA-256 first, then MD5, as far as the source has them', async () => {
    const both = await appWith()(ask())
    const read = parseChallenges(both.headers.get('www-authenticate') ?? '')
    expect(
      read?.map(({ scheme, parameters }) => [
        scheme,
        parameters.get('algorithm'),
        parameters.get('qop'),
        parameters.get('realm'),
        parameters.get('charset'),
      ]),
    ).toEqual([
      ['Digest', 'SHA-256', 'auth', realm, 'UTF-8'],
      ['Digest', 'MD5', 'auth', realm, 'UTF-8'],
    ])
    const one = await appWith({ users: { ...users, algorithms: ['MD5'] } })(ask())
    expect(parseChallenges(one.headers.get('www-authenticate') ?? '')).toHaveLength(1)
  })

  it.each<[string, Wishes]>([
    ['SHA-256', {}],
    ['MD5', { algorithm: 'MD5' }],
    ['a name with escapes', { name: 'a"b\\c', password: 'x' }],
    ['a name in UTF-8', { name: 'J\u00e4s\u00f8n Doe', password: 'Secret, or not?' }],
    [
      'an extended name (RFC 7616 §3.9.2)',
      {
        name: 'J\u00e4s\u00f8n Doe',
        password: 'Secret, or not?',
        edit: (field) => field.replace(/username="[^"]+"/, "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe"),
      },
    ],
    ['MD5 where no algorithm is named', { algorithm: 'MD5', edit: (field) => field.replace(' algorithm=MD5,', '') }],
    [
      'quotes where there should be none',
      { edit: (field) => field.replace('qop=auth', 'qop="auth"').replace('algorithm=SHA-256', 'algorithm="SHA-256"') },
    ],
    [
      'a response in upper case',
      { edit: (field) => field.replace(/response="[0-9a-f]+"/, (text) => text.toUpperCase().replace('RESPONSE', 'response')) },
    ],
    ['a lower case scheme, and no blanks', { edit: (field) => field.replace('Digest', 'digest').replaceAll(', ', ',') }],
  ])('lets in with %s', async (_, wishes) => {
    const app = appWith()
    const response = await app(ask(credentials(await nonceOf(app), wishes)))
    expect([response.status, await response.text()]).toEqual([200, wishes.name ?? 'Mufasa'])
    expect(response.headers.get('authentication-info')).toMatch(
      /^rspauth="[0-9a-f]+", qop=auth, cnonce="f2\/wE4q74E6zIJEtWaHKaf5wv", nc=00000001$/,
    )
  })

  it.each<[string, Wishes]>([
    ['a wrong password', { password: 'no' }],
    ['an unknown name', { name: 'Scar' }],
    ['an empty name', { name: '' }],
    ['another method', { method: 'POST' }],
    ['another address', { uri: '/dir/other.html' }],
    ['another realm', { edit: (field) => field.replace(realm, 'other') }],
    ['an algorithm that is not offered', { edit: (field) => field.replace('SHA-256', 'SHA-512-256') }],
    ['an algorithm with a session', { edit: (field) => field.replace('SHA-256', 'SHA-256-sess') }],
    ['auth-int', { edit: (field) => field.replace('qop=auth', 'qop=auth-int') }],
    ['no qop', { edit: (field) => field.replace(', qop=auth', '') }],
    ['a count of 0', { nc: '00000000' }],
    ['a count of 7 digits', { nc: '0000001' }],
    ['a count that is none', { nc: '0000000x' }],
    ['no response', { edit: (field) => field.replace(/, response=.*/, '') }],
    ['a response of another length', { edit: (field) => field.replace(/response="../, 'response="') }],
    ['an empty cnonce', { edit: (field) => field.replace(/cnonce="[^"]*"/, 'cnonce=""') }],
    ['a cnonce that is too long', { edit: (field) => field.replace(/cnonce="/, `cnonce="${'a'.repeat(300)}`) }],
    ['two names', { edit: (field) => field.replace('username=', 'username="Scar", username=') }],
    ['a name in both forms', { edit: (field) => field.replace('username=', "username*=UTF-8''Mufasa, username=") }],
    ['an extended name that is no UTF-8', { edit: (field) => field.replace(/username="[^"]+"/, "username*=UTF-8''%ff") }],
    ['an extended name in another charset', { edit: (field) => field.replace(/username="[^"]+"/, "username*=ISO-8859-1''Mufasa") }],
    ['a hashed name, which was not offered', { edit: (field) => `${field}, userhash=true` }],
    ['a colon in the name', { name: 'a:b' }],
    ['a quote that never ends', { edit: (field) => field.replace(/"$/, '') }],
    ['a merged field', { edit: (field) => `${field}, Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==` }],
    ['nothing', { edit: () => 'Digest' }],
    ['100 kB', { edit: (field) => `${field}, x="${'a'.repeat(100_000)}"` }],
  ])('A2: answers 401, and not stale, to %s', async (_, wishes) => {
    const app = appWith()
    const response = await app(ask(credentials(await nonceOf(app), wishes)))
    expect([response.status, isStale(response)]).toEqual([401, false])
  })

  it('counts: each use of a nonce once, in any order of 64', async () => {
    const app = appWith()
    const nonce = await nonceOf(app)
    const outcomes = []
    for (const nc of [
      '00000001',
      '00000003',
      '00000002',
      '00000002',
      '00000003',
      '00000001',
      '00000100',
      '000000c1',
      '000000c0',
      '000000C1',
    ]) {
      const response = await app(ask(credentials(nonce, { nc })))
      outcomes.push(response.status === 401 ? isStale(response) && 'stale' : response.status)
    }
    expect(outcomes).toEqual([200, 200, 200, 'stale', 'stale', 'stale', 200, 200, 'stale', 'stale'])
  })

  it('tells who knows the password that the nonce is stale, and nobody else', async () => {
    const app = appWith({ nonceLifetime: 0.02 })
    const nonce = await nonceOf(app)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const stale = await app(ask(credentials(nonce)))
    expect([stale.status, isStale(stale)]).toEqual([401, true])
    expect(isStale(await app(ask(credentials(nonce, { password: 'no' }))))).toBe(false)
    expect((await app(ask(credentials(nonceIn(stale))))).status).toBe(200)
  })

  it.each([
    ['of another process', async () => nonceOf(appWith())],
    ['that is changed', async (app: Application) => (await nonceOf(app)).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['of another form', async () => 'dcd98b7102dd2f0e8b11d0f600bfb0c093'],
  ])('takes no nonce %s', async (_, make) => {
    const app = appWith()
    const response = await app(ask(credentials(await make(app))))
    expect([response.status, isStale(response)]).toEqual([401, true])
  })

  it('shares nonces and their counts between processes', async () => {
    const shared = { secret: 'a-secret-of-32-bytes-0123456789-', nonces: memoryNonces(300) }
    const [one, other] = [appWith({ shared }), appWith({ shared })]
    const nonce = await nonceOf(one)
    expect((await other(ask(credentials(nonce)))).status).toBe(200)
    expect(isStale(await one(ask(credentials(nonce))))).toBe(true)
  })

  it('says what a CGI program needs, instead of asking for ever', async () => {
    const app = appWith()
    const nonce = await nonceOf(app)
    expect(() => app(ask(credentials(nonce), { gateway: { runOnce: true } }))).toThrow('needs `shared`')
  })

  it.each([
    () => digest({ users, realm: 'a\nb' }),
    // A caller in JavaScript may give anything.
    () => digest({ users: {} as DigestSource, realm }),
    () => digest({ users, realm, nonceLifetime: 0 }),
    () => digest({ users, realm, shared: { secret: 'short', nonces: memoryNonces(1) } }),
  ])('refuses wrong options at once: %s', (make) => {
    expect(make).toThrow(TypeError)
  })
})

describe('memoryNonces', () => {
  it('is bounded, and takes what it forgot for used', async () => {
    const nonces = memoryNonces(300)
    const time = Date.now()
    for (let count = 0; count < 10_001; count++) expect(nonces.use(`n${count}`, 1, time + count)).toBe(true)
    expect(nonces.use('n0', 2, time)).toBe(false)
    expect(nonces.use('n10000', 2, time + 10_000)).toBe(true)
  })
})
