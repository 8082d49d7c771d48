// https://www.rfc-editor.org/rfc/rfc7616
import type { Context } from '@gangway/gateway'
import { andThen, type Awaitable } from '../awaitable.ts'
import type { Challenge } from '../challenge.ts'
import { credentialsFor } from '../credentials.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { checkRealm } from '../realm.ts'
import { isSameText } from '../same-text.ts'
import type { Outcome, Refused, Scheme } from '../scheme.ts'
import type { User } from '../user.ts'
import type { DigestAlgorithm, DigestEntry, DigestSource } from '../user-source.ts'
import { parseDigest, type DigestCredentials } from './digest-credentials.ts'
import { digestResponse } from './digest-response.ts'
import { memoryNonces, type NonceStore } from './nonce-store.ts'
import { nonceMaker } from './nonce.ts'

/** What `digest` takes. */
export interface DigestOptions<Account extends User = User> {
  /** Looks up hashes of names and passwords: `htdigest(file)` or another source. */
  users: DigestSource<Account>
  /** What the browser's dialog names, in ASCII. It is part of the hashes. */
  realm: string
  /** Seconds for which a nonce is good; then the client takes another one by itself. Default: `300`. */
  nonceLifetime?: number
  /** For several processes, CGI above all: a secret of at least 32 bytes and a store of counts that all of them use. Default: each process has its own. */
  shared?: { readonly secret: string; readonly nonces: NonceStore }
  /** Names the scheme, where there are two of its kind. Default: `digest`. */
  name?: string
}

/**
 * A hash of name, password and a nonce (RFC 7616): SHA-256 is offered first, then MD5, as far as the source has hashes of them. Each use of a nonce
 * counts once. Bodies are not protected (`auth`, not `auth-int`).
 * @throws {TypeError} when an option is wrong; at a request in a CGI program, when nothing is shared.
 */
export function digest<Account extends User>(options: DigestOptions<Account>): Scheme<Account, string> {
  const { users, nonceLifetime = 300, shared, name = 'digest' } = options
  const realm = checkRealm(options.realm)
  if (typeof users?.digest !== 'function') throw new TypeError('auth: digest takes users, a source of digests')
  if (!(nonceLifetime > 0)) throw new TypeError('auth: nonceLifetime takes a number of seconds above 0')
  const nonces = nonceMaker(nonceLifetime, shared?.secret)
  const counts = shared?.nonces ?? memoryNonces(nonceLifetime)
  return {
    name,
    strength: 30,
    reads: ['Authorization'],
    identify: (context) => credentialsFor('Digest', context),
    authenticate(field, context) {
      if (context.gateway.runOnce && !shared)
        throw new TypeError('auth: digest needs `shared` in a CGI program, whose processes know nothing of each other')
      const given = parseDigest(field)
      if (!given || given.realm !== realm || !algorithmsOf(users).includes(given.algorithm) || given.uri !== context.target) return refused
      return andThen(users.digest(given.name, realm, given.algorithm), (entry) => check(given, entry, context))
    },
    challenge: (_, outcome) => algorithmsOf(users).map((algorithm) => challengeFor(algorithm, outcome?.parameters?.['stale'])),
  }

  // Only who knows the password is told that the nonce is at fault (RFC 7616 §3.3).
  function check(given: DigestCredentials, entry: DigestEntry<Account> | null, context: Context): Awaitable<Outcome<Account>> {
    const ha1 = entry?.ha1 ?? nodeCrypto().randomBytes(32).toString('hex')
    const isRight = isSameText(digestResponse(given, ha1, `${context.method}:${given.uri}`), given.response)
    if (!entry || !isRight) return refused
    const issuedAt = nonces.issuedAt(given.nonce)
    if (issuedAt === undefined) return stale
    return andThen(counts.use(given.nonce, given.count, issuedAt), (isNew) => (isNew ? accepted(given, entry) : stale))
  }

  function challengeFor(algorithm: DigestAlgorithm, isStale: string | undefined): Challenge {
    return { scheme: 'Digest', parameters: { realm, qop: 'auth', algorithm, nonce: nonces.make(), charset: 'UTF-8', stale: isStale } }
  }
}

const strongestFirst: readonly DigestAlgorithm[] = ['SHA-256', 'MD5']
const refused: Refused = { user: null }
const stale: Refused = { user: null, parameters: { stale: 'true' } }

function accepted<Account extends User>(given: DigestCredentials, { user, ha1 }: DigestEntry<Account>): Outcome<Account> {
  const rspauth = digestResponse(given, ha1, `:${given.uri}`)
  return { user, fields: { 'authentication-info': `rspauth="${rspauth}", qop=auth, cnonce="${given.cnonce}", nc=${given.nc}` } }
}

// Strongest first. A file may have hashes of other algorithms than it had before, or none yet.
function algorithmsOf({ algorithms }: DigestSource): readonly DigestAlgorithm[] {
  return algorithms && algorithms.length > 0 ? strongestFirst.filter((each) => algorithms.includes(each)) : strongestFirst
}
