/** A middleware in an empty project, around an application `inner` that answers `Hello /path` to everything. */
export interface StandingAlone {
  name: string
  /** What its users import. */
  imports: string
  /** The application. */
  app: string
  /** Asked for. Default: `/there`. */
  path?: string
  /** Default: `GET`. */
  method?: string
  body?: string
  headers?: Record<string, string>
  /** What the answer shows of it. */
  shows: { status?: number; headers?: Record<string, RegExp>; body?: RegExp }
  /** Where it cannot run, and why. */
  except?: Partial<Record<Host, string>>
}

export const hosts = [
  'node:http on Node 22',
  'node:http',
  'node:http on Node 26',
  'Hono',
  'Bun.serve',
  'Deno.serve',
  'workerd',
  'a Gangway server',
] as const
export type Host = (typeof hosts)[number]

const secret = 'a-secret-of-32-bytes-0123456789-'
const greeting = /^Hello \/there$/
const noFiles = { workerd: 'there are no files' } as const

export const standingAlone: readonly StandingAlone[] = [
  {
    name: 'lint',
    imports: "import { lint } from '@gangway/lint'",
    app: 'lint()(inner)',
    shows: { body: greeting },
  },
  {
    name: 'router',
    imports: "import { router } from '@gangway/router'",
    app: "router().get('/:name', ({ params }) => new Response(`Routed ${params.name}`)).mount('/deep', inner)",
    shows: { body: /^Routed there$/ },
  },
  {
    name: 'session',
    imports: "import { session } from '@gangway/session'",
    app: `session({ secrets: ['${secret}'], preload: true })((context) => { context.session.set('user', 1); return inner(context) })`,
    shows: { body: greeting, headers: { 'set-cookie': /^session=Fe26\.2/ } },
  },
  {
    name: 'auth',
    imports: "import { auth, basic, bearer, require } from '@gangway/auth'",
    app: "auth({ schemes: [basic({ users: (name, password) => (password === 'x' ? { id: name } : null) }), bearer({ verify: () => null })] })(require()(inner))",
    headers: { authorization: `Basic ${btoa('ann:x')}` },
    shows: { body: greeting, headers: { vary: /^Authorization$/, 'cache-control': /^private$/ } },
  },
  {
    name: 'static',
    imports: "import { staticFiles } from '@gangway/static'",
    app: "staticFiles({ folder: new URL('./', import.meta.url) })(inner)",
    path: '/package.json',
    headers: { range: 'bytes=0-0' },
    shows: { status: 206, body: /^\{$/, headers: { 'content-range': /^bytes 0-0\/\d+$/ } },
    except: noFiles,
  },
  {
    name: 'compress',
    imports: "import { compress } from '@gangway/compress'",
    app: 'compress()(inner)',
    path: `/${'there-'.repeat(300)}`,
    headers: { 'accept-encoding': 'gzip' },
    shows: { body: /^Hello \/there-there-/, headers: { 'content-encoding': /^gzip$/, vary: /accept-encoding/i } },
  },
  {
    name: 'form',
    imports: "import { form } from '@gangway/form'",
    app: "form()(async ({ form }) => new Response(`Title ${(await form.read()).get('title')}`))",
    method: 'POST',
    body: 'title=Cats',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    shows: { body: /^Title Cats$/ },
  },
  {
    name: 'csrf',
    imports: "import { csrf } from '@gangway/csrf'",
    app: 'csrf()(inner)',
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    shows: { status: 403 },
  },
  {
    name: 'limit',
    imports: "import { bodyLimit, rateLimit, timeout } from '@gangway/limit'",
    app: 'rateLimit({ limit: 3, window: 60 })(bodyLimit(1000)(timeout({ response: 5000 })(inner)))',
    shows: { body: greeting, headers: { ratelimit: /r=2/ } },
  },
  {
    name: 'cors',
    imports: "import { cors } from '@gangway/cors'",
    app: "cors({ origins: ['https://app.example.org'] })(inner)",
    headers: { origin: 'https://app.example.org' },
    shows: { body: greeting, headers: { 'access-control-allow-origin': /^https:\/\/app\.example\.org$/ } },
  },
  {
    name: 'secure-headers',
    imports: "import { secureHeaders } from '@gangway/secure-headers'",
    app: 'secureHeaders()(inner)',
    shows: { body: greeting, headers: { 'x-content-type-options': /^nosniff$/, 'referrer-policy': /./ } },
  },
  {
    name: 'log',
    imports: "import { log } from '@gangway/log'",
    app: 'log({ write() {} })((context) => new Response(`Request ${context.logEntry.id}`))',
    shows: { body: /^Request \S+$/ },
  },
  {
    name: 'conditional',
    imports: "import { conditional } from '@gangway/conditional'",
    app: `conditional()(() => new Response('Tagged', { headers: { etag: '"1"' } }))`,
    headers: { 'if-none-match': '"1"' },
    shows: { status: 304 },
  },
  {
    name: 'forwarded',
    imports: "import { forwarded } from '@gangway/forwarded'",
    app: "forwarded({ trust: ['127.0.0.1'] })((context) => new Response(`From ${context.url.protocol}`))",
    headers: { 'x-forwarded-proto': 'https' },
    shows: { body: /^From http/ },
    except: { workerd: 'it does not say who is connected, and has no node:net to tell networks apart' },
  },
  {
    name: 'traceback',
    imports: "import { traceback } from '@gangway/traceback'",
    app: "traceback()(() => { throw new Error('nobody is to see this') })",
    shows: { status: 500, body: /^(?!.*nobody is to see this)/s },
  },
]
