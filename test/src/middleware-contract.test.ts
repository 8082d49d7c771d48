// Every middleware of this repository, held to the contract: a new one is a line.
import { auth, bearer, formLogin, require } from '@gangway/auth'
import { oidc } from '@gangway/auth-oidc'
import { compress, decompress } from '@gangway/compress'
import { conditional } from '@gangway/conditional'
import { middlewareCases, middlewareContract, type MiddlewareContractOptions } from '@gangway/conformance'
import { cors } from '@gangway/cors'
import { csrf } from '@gangway/csrf'
import { form } from '@gangway/form'
import { forwarded } from '@gangway/forwarded'
import { stack, type Application } from '@gangway/gateway'
import { bodyLimit, rateLimit, timeout } from '@gangway/limit'
import { lint } from '@gangway/lint'
import { log } from '@gangway/log'
import { router } from '@gangway/router'
import { secureHeaders } from '@gangway/secure-headers'
import { memoryStore, session } from '@gangway/session'
import { staticFiles } from '@gangway/static'
import { traceback } from '@gangway/traceback'

const secrets = ['a-secret-of-32-bytes-0123456789-']
// All cases whose names begin so are excepted for one reason.
function except(beginning: string, reason: string): Pick<MiddlewareContractOptions, 'exceptions'> {
  const names = middlewareCases.map(({ name }) => name).filter((name) => name.startsWith(beginning))
  return { exceptions: Object.fromEntries(names.map((name) => [name, reason])) }
}
const robots = (token: string) => (token === 'a-token' ? { id: 'robot' } : null)
const signedIn = { authorization: 'Bearer a-token' }
const folder = new URL('.', import.meta.url)

function inGzip(body: ReadableStream<Uint8Array>, headers: Headers): ReadableStream<Uint8Array> {
  // TypeScript's lib types the writable side by the memory of what is written, which no reader can know.
  return headers.get('content-encoding') === 'gzip' ? body.pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair) : body
}
const asksForGzip: MiddlewareContractOptions = { headers: { 'accept-encoding': 'gzip' }, decode: inGzip }

middlewareContract(traceback(), { name: 'traceback', ...except('what the application throws goes on', 'it answers errors') })
middlewareContract(session({ secrets }), { name: 'session, in a cookie' })
middlewareContract(session({ store: { ...memoryStore(), synchronous: false }, preload: true }), {
  name: 'session, in a store that answers later',
  ...except('a synchronous application stays synchronous', 'it asks a store that answers later'),
})
middlewareContract(lint(), { name: 'lint' })
middlewareContract(compress(), { name: 'compress, for who takes no coding' })
middlewareContract(compress(), {
  name: 'compress',
  ...asksForGzip,
  ...except('a synchronous application stays synchronous: a native', 'its length is known when it has been read'),
})
middlewareContract(conditional(), { name: 'conditional' })
middlewareContract(decompress(), { name: 'decompress' })
middlewareContract(auth({ schemes: [bearer({ verify: robots })] }), { name: 'auth, for strangers' })
middlewareContract(auth({ schemes: [bearer({ verify: robots })] }), { name: 'auth', headers: signedIn })
middlewareContract((app: Application) => auth({ schemes: [bearer({ verify: robots })] })(require()(app)), {
  name: 'require',
  headers: signedIn,
})
const inSession = () => stack().use(session({ secrets }))
const passwordLogin = formLogin({ users: { verify: () => null, find: () => null } })
const providerLogin = oidc({ issuer: 'https://provider.test', clientId: 'a-client', clientSecret: 'a secret' })
middlewareContract(
  (app: Application) =>
    inSession()
      .use(passwordLogin.pages)
      .use(auth({ schemes: [passwordLogin] }))
      .app(app),
  { name: 'formLogin' },
)
middlewareContract(
  (app: Application) =>
    inSession()
      .use(providerLogin.routes)
      .use(auth({ schemes: [providerLogin] }))
      .app(app),
  { name: 'oidc' },
)
middlewareContract(form(), { name: 'form' })
middlewareContract(cors({ origins: ['https://elsewhere.test'] }), { name: 'cors, for its own pages' })
middlewareContract(cors({ origins: ['https://elsewhere.test'] }), {
  name: 'cors',
  headers: { origin: 'https://elsewhere.test' },
  ...except('what the application throws goes on', 'an error that the page may read carries its fields (decisions/0073)'),
})
middlewareContract(forwarded({ trust: ['10.0.0.0/8'] }), {
  name: 'forwarded, by a stranger',
  headers: { 'x-forwarded-for': '203.0.113.5' },
})
middlewareContract(forwarded({ trust: ['192.0.2.0/24'] }), {
  name: 'forwarded',
  headers: { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' },
  ...except('the application sees the request', 'it names another client on purpose'),
})
middlewareContract(csrf(), { name: 'csrf', headers: { 'sec-fetch-site': 'same-origin' } })
middlewareContract(csrf({ secrets }), { name: 'csrf, with tokens', headers: { 'sec-fetch-site': 'same-origin' } })
middlewareContract(staticFiles({ folder, prefix: '/assets' }), { name: 'static' })
middlewareContract(log({ write: () => {} }), { name: 'log' })
middlewareContract(rateLimit({ limit: 100_000 }), { name: 'rateLimit' })
middlewareContract(bodyLimit(1_000_000), { name: 'bodyLimit' })
middlewareContract(timeout({ response: 5000 }), { name: 'timeout' })
middlewareContract(secureHeaders(), { name: 'secureHeaders' })
middlewareContract((app: Application) => router({ notFound: app }), { name: 'router, where no route is found' })
middlewareContract((app: Application) => router({ trailingSlash: 'ignore' }).any('/*rest', app), { name: 'router' })

// In the order that is recommended, and the other way round.
const layers: readonly ((app: Application) => Application)[] = [
  traceback(),
  log({ write: () => {} }),
  forwarded({ trust: ['10.0.0.0/8'] }),
  secureHeaders(),
  cors({ origins: ['https://elsewhere.test'] }),
  rateLimit({ limit: 100_000 }),
  bodyLimit(1_000_000),
  timeout({ response: 5000 }),
  staticFiles({ folder, prefix: '/assets' }),
  compress(),
  conditional(),
  session({ secrets }),
  form(),
  csrf(),
]
const onPurpose = {
  exceptions: {
    ...except('a synchronous application stays synchronous: a native', 'compress reads it to know its length').exceptions,
    ...except('what the application throws goes on', 'traceback answers errors').exceptions,
  },
}
for (const [order, chosen] of [
  ['in order', layers],
  ['the other way round', layers.toReversed()],
] as const) {
  const all = (app: Application): Application => {
    let made = app
    for (const layer of chosen.toReversed()) made = layer(made)
    return made
  }
  middlewareContract(all, { name: `all of them, ${order},`, ...asksForGzip, ...onPurpose })
}
