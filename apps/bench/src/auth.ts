import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import {
  apiKey,
  auth as authenticate,
  basic,
  bearer,
  clientCertificate,
  createApiKey,
  digest,
  formLogin,
  jwt,
  parseChallenges,
  passwords,
  remoteUser,
  require,
  storedUsers,
  type Scheme,
  type User,
} from '@gangway/auth'
import { contextFor, stack, text, type Application, type Context, type ContextForInit } from '@gangway/gateway'
import { session } from '@gangway/session'
import { measure, type Work } from './in-process.ts'
import { compareFailures } from './login.ts'
import type { Report } from './report.ts'

const page = text('a page')
const ann: User = { id: 'ann' }
const password = 'a long secret'
const origin = 'https://example.org/'
const secrets: [string] = ['a-secret-of-32-bytes-0123456789-']
const count = 500

/** What a scheme costs a request, and whether the time of a login that fails tells that there is such a user. */
export async function auth(report: Report): Promise<void> {
  const hash = await passwords().hash(password)
  const users = storedUsers({
    byName: (name) => (name === 'ann' ? { user: ann, hash } : null),
    byId: () => ({ user: ann, hash }),
  })
  const works = [
    work(
      'a page for everybody, and nobody signed in',
      authenticate({ schemes: [basic({ users })] })(() => page),
      {},
    ),
    work('nobody: 401 with two challenges', guarded(basic({ users }), bearer({ verify: () => null })), {}),
    ...cheap(),
    await digestWork(),
    work('basic, a password that is remembered', guarded(basic({ users, rememberFor: 600 })), basicFields('ann', password)),
    ...tokens(),
    await formWork(users),
    work('basic, argon2id each time', guarded(basic({ users, rememberFor: 0 })), basicFields('ann', password), 3),
  ]
  await check(works)
  report.add('A request of a user, per scheme; without a server, ratio to a page for everybody', await measure(works))
  const withBasic = guarded(basic({ users }))
  await compareFailures(report, 'basic over argon2id', ['ann'], async (name) => withBasic(asking(basicFields(name, 'wrong'))))
  const login = formLogin({ users, attempts: { limit: 1000 } })
  const withForm = session({ secrets })(login.pages(() => page))
  await compareFailures(report, 'a form over argon2id', ['ann'], async (name) => withForm(posting(name, 'wrong')))
}

function cheap(): Work[] {
  const { key, hash } = createApiKey('gw')
  const certificate = { subject: 'CN=ann', verified: true }
  return [
    work('remoteUser', guarded(remoteUser({ user: (id) => ({ id }) })), { client: { address: '', user: 'ann' } }),
    work('clientCertificate', guarded(clientCertificate({ user: () => ann })), { tls: { clientCertificate: certificate } }),
    work('bearer', guarded(bearer({ verify: () => ann })), { headers: { authorization: 'Bearer mF_9.B5f-4.1JqM' } }),
    work('apiKey', guarded(apiKey({ prefix: 'gw', find: () => ({ user: ann, hash }) })), { headers: { 'x-api-key': key } }),
  ]
}

function tokens(): Work[] {
  const expected = { issuer: 'issuer', audience: 'wiki' }
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ed = generateKeyPairSync('ed25519')
  const pairs = { RS256: rsa, ES256: ec, EdDSA: ed }
  return Object.entries(pairs).map(([algorithm, { publicKey, privateKey }]) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { sub: 'ann', iss: 'issuer', aud: 'wiki', exp: Math.floor(Date.now() / 1000) + 3600 }
    const input = `${part({ alg: algorithm, typ: 'at+jwt' })}.${part(claims)}`
    const signature = sign(algorithm === 'EdDSA' ? null : 'sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const token = `${input}.${signature.toString('base64url')}`
    const scheme = jwt({ keys: [{ key: publicKey, algorithms: [algorithm] }], ...expected })
    return work(`jwt, ${algorithm}`, guarded(scheme), { headers: { authorization: `Bearer ${token}` } })
  })
}

// A nonce counts up, so each request has credentials of its own.
async function digestWork(): Promise<Work> {
  const hash = (value: string): string => createHash('sha256').update(value).digest('hex')
  const ha1 = hash(`ann:wiki:${password}`)
  const app = guarded(digest({ realm: 'wiki', users: { digest: () => ({ user: ann, ha1 }) }, nonceLifetime: 3600 }))
  const { headers } = await app(asking({}))
  const nonce = parseChallenges(headers.get('www-authenticate') ?? '')?.[0]?.parameters.get('nonce') ?? ''
  const cnonce = randomBytes(8).toString('hex')
  let used = 0
  const next = (): Context => {
    const nc = (++used).toString(16).padStart(8, '0')
    const response = hash(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${hash('GET:/')}`)
    const field = `Digest username="ann", realm="wiki", uri="/", algorithm=SHA-256, nonce="${nonce}", nc=${nc}, cnonce="${cnonce}", qop=auth, response="${response}"`
    return asking({ headers: { authorization: field } })
  }
  return { name: 'digest, SHA-256', count, prepare: async () => Array.from({ length: count }, next), app }
}

async function formWork(users: ReturnType<typeof storedUsers>): Promise<Work> {
  const login = formLogin({ users })
  const app = stack()
    .use(session({ secrets }))
    .use(authenticate({ schemes: [login] }))
    .use(login.pages)
    .use(require())
    .app(() => page)
  const cookie = (await app(posting('ann', password))).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return work('formLogin over a sealed cookie', app, { headers: { cookie } })
}

function guarded(...schemes: [Scheme, ...Scheme[]]): Application {
  return authenticate({ schemes })(require()(() => page))
}

function work(name: string, app: Application, init: ContextForInit, each = count): Work {
  return { name, count: each, prepare: async () => Array.from({ length: each }, () => asking(init)), app }
}

function asking(init: ContextForInit): Context {
  return contextFor('GET', origin, init)
}

function basicFields(name: string, given: string): ContextForInit {
  return { headers: { authorization: `Basic ${btoa(`${name}:${given}`)}` } }
}

function posting(name: string, given: string): Context {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return contextFor('POST', `${origin}login`, { headers, body: String(new URLSearchParams({ name, password: given })) })
}

async function check(works: readonly Work[]): Promise<void> {
  for (const { name, prepare, app } of works) {
    const [context] = await prepare()
    const answer = context && (await app(context))
    const wanted = name.startsWith('nobody') ? 401 : 200
    if (!(answer instanceof Response) || answer.status !== wanted) throw new Error(`bench: ${name} does not answer ${wanted}`)
  }
}
