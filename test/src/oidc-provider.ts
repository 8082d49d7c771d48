import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { freePort } from './free-port.ts'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'

/** A running OpenID Connect provider. */
export interface OidcProvider {
  readonly issuer: string
  /** Questions that a person was asked since the start: `login`, `consent`. */
  readonly prompts: string[]
  stop(): Promise<void>
}

/** How it is started. */
export interface OidcProviderOptions {
  /** Default: a free one. */
  port?: number
  clients: readonly ClientMetadata[]
  /** Seconds for which an access token counts. Default: `3600`. */
  accessTokenLifetime?: number
  /** More of its configuration. */
  configuration?: Configuration
}

/** Starts the npm package `oidc-provider` on loopback. Whoever is asked to sign in does so at once, as the `login_hint`, or refuses when that is `refuses`. */
export async function startOidcProvider(options: OidcProviderOptions): Promise<OidcProvider> {
  const port = options.port ?? (await freePort())
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, configurationFor(options))
  const prompts: string[] = []
  const callback = provider.callback()
  const server = createServer((request, response) => {
    const handled = request.url?.startsWith('/interaction/') ? answer(provider, prompts, request, response) : callback(request, response)
    handled.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    issuer,
    prompts,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function configurationFor({ clients, accessTokenLifetime = 3600, configuration }: OidcProviderOptions): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    clients: [...clients],
    cookies: { keys: ['a key of the tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'of the tests', use: 'sig', alg: 'RS256' }] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource },
    },
    claims: { profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    // Its own calls nobody on loopback.
    fetch: (url, { method, headers, body, signal } = {}) => fetch(url, { method, headers, body, signal } as RequestInit),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `The ${id}`, email: `${id}@example.org`, email_verified: true }),
    }),
    ttl: { AccessToken: accessTokenLifetime, Session: 3600, Grant: 3600, Interaction: 600, IdToken: 3600 },
    ...configuration,
  }
}

// The page that asks whether one wants to sign out, without its looks.
function logoutSource(context: { body: unknown }, form: string): void {
  context.body = `<!doctype html>${form}`
}

async function answer(provider: Provider, prompts: string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
  prompts.push(prompt.name)
  const name = typeof params.login_hint === 'string' ? params.login_hint : 'ann'
  if (name === 'refuses') return await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'no' })
  if (prompt.name === 'login') return await provider.interactionFinished(request, response, { login: { accountId: name } })
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const grant = known ?? new provider.Grant({ accountId: session?.accountId ?? name, clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
}
