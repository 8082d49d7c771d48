import { HttpError } from '@gangway/gateway'
import type { JWTVerifyGetKey } from 'jose'
import type { ClientAuth, Configuration } from 'openid-client'

/** What one needs to know of a provider before it is asked. */
export interface ProviderOptions {
  readonly issuer: URL
  readonly clientId: string
  readonly clientAuth: (() => Promise<ClientAuth>) | undefined
  readonly now: () => number
}

/** A provider that has said where it has what. */
export interface Provider {
  readonly client: typeof import('openid-client')
  readonly configuration: Configuration
  /** The keys it signs with, fetched when one is needed that is unknown. */
  readonly keys: JWTVerifyGetKey
}

const freshFor = 86_400_000
const pause = 2000
const timeout = 10
const clockTolerance = 60

/**
 * Finds the provider out when it is first needed, so that an application starts while the provider is down; and once a day anew, when what was found
 * counts on while the provider is down. A provider that does not answer is asked every two seconds at most.
 */
export function lazyProvider(options: ProviderOptions): () => Promise<Provider> {
  let found: Provider | undefined
  let searching: Promise<Provider> | undefined
  let nextAt = 0
  return async function provider() {
    if (options.now() < nextAt) {
      if (found) return found
      if (!searching) throw unavailable()
    }
    searching ??= search().finally(() => (searching = undefined))
    return await searching
  }

  async function search(): Promise<Provider> {
    try {
      found = await discover(options)
      nextAt = options.now() + freshFor
      return found
    } catch (error) {
      nextAt = options.now() + pause
      if (found) return found
      throw unavailable(error)
    }
  }
}

function unavailable(cause?: unknown): HttpError {
  return new HttpError(503, 'The sign-in service cannot be reached', { headers: { 'retry-after': '5' }, cause })
}

async function discover({ issuer, clientId, clientAuth }: ProviderOptions): Promise<Provider> {
  const [client, jose] = await Promise.all([import('openid-client'), import('jose')])
  const execute = [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [])]
  const auth = clientAuth ? await clientAuth() : client.None()
  const configuration = await client.discovery(issuer, clientId, { [client.clockTolerance]: clockTolerance }, auth, { execute, timeout })
  const { jwks_uri: keysAt } = configuration.serverMetadata()
  if (keysAt === undefined) throw new TypeError('auth-oidc: the provider does not say where its keys are')
  return { client, configuration, keys: jose.createRemoteJWKSet(new URL(keysAt)) }
}

/** How the provider may sign: never with nothing, nor with a secret that both have. */
export function algorithmsOf({ configuration }: Provider): string[] {
  const { id_token_signing_alg_values_supported: supported = ['RS256'] } = configuration.serverMetadata()
  return supported.filter((algorithm) => /^(?:RS|PS|ES|Ed)/.test(algorithm))
}
