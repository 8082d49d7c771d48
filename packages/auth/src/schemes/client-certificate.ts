import type { Context, Tls } from '@gangway/gateway'
import { andThen, type Awaitable } from '../awaitable.ts'
import { outcomeOf, type Scheme } from '../scheme.ts'
import type { User } from '../user.ts'

/** A certificate that the server checked against its authorities. */
export type ClientCertificate = NonNullable<Tls['clientCertificate']>

/** What `clientCertificate` takes. */
export interface ClientCertificateOptions<Account extends User = User> {
  /** The user to whom a verified certificate belongs, or null. Look at the issuer, too, where the server knows several. */
  user: (certificate: ClientCertificate, context: Context) => Awaitable<Account | null>
  /** Names the scheme. Default: `clientCertificate`. */
  name?: string
}

/**
 * Certificates of clients, verified by the server that ends TLS (`context.tls`).
 * @throws {TypeError} when an option is wrong.
 */
export function clientCertificate<Account extends User>(options: ClientCertificateOptions<Account>): Scheme<Account, ClientCertificate> {
  const { user, name = 'clientCertificate' } = options
  if (typeof user !== 'function') throw new TypeError('auth: clientCertificate takes user, a function')
  return {
    name,
    strength: 0,
    reads: [],
    identify: ({ tls }) => tls?.clientCertificate ?? null,
    authenticate(certificate, context) {
      if (certificate.verified !== true) return { user: null }
      return andThen(user(certificate, context), (found) => outcomeOf(found))
    },
    challenge: () => [],
  }
}
