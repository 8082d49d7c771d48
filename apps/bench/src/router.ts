import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { router } from '@gangway/router'
import findMyWay from 'find-my-way'
import type { Router } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { TrieRouter } from 'hono/router/trie-router'
import { measure, type Work } from './in-process.ts'
import type { Report } from './report.ts'

type Params = Readonly<Record<string, string | undefined>>
type Handle = (params: Params) => Response
type Find = (method: string, path: string) => Response | undefined

const resources = ['users', 'pages', 'files', 'tags', 'teams', 'issues', 'labels', 'events', 'hooks', 'keys']

/** Sixty routes of an ordinary application. */
const routes: readonly (readonly [method: string, pattern: string])[] = resources.flatMap((name) => [
  ['GET', `/${name}`],
  ['POST', `/${name}`],
  ['GET', `/${name}/new`],
  ['GET', `/${name}/:id`],
  ['PUT', `/${name}/:id`],
  ['GET', `/${name}/:id/history/:revision`],
])

// RegExpRouter takes no text and no parameter at the same place.
const unambiguous = routes.filter(([, pattern]) => !pattern.endsWith('/new'))

const requests = {
  'a path without parameters': '/keys/new',
  'one parameter': '/keys/42',
  'two parameters, the last route': '/keys/42/history/7',
  'a parameter that is encoded': '/keys/a%2Fb',
  'a path that is not there': '/keys/42/nothing',
}

const page = text('a page')
const handle: Handle = ({ id }) => {
  if (id === '') throw new TypeError('bench: there is an id')
  return page
}

/** Finding the function for a request among sixty, and handing it the parameters, decoded; without a server. */
export async function routing(report: Report): Promise<void> {
  const gangway = ourRouter()
  for (const [title, path] of Object.entries(requests)) {
    const works = [
      viaFind('find-my-way 9 (Fastify)', path, findMyWayFind()),
      viaFind('RegExpRouter (Hono), without /new', path, honoFind(new RegExpRouter<Handle>(), unambiguous)),
      viaFind('TrieRouter (Hono)', path, honoFind(new TrieRouter<Handle>(), routes)),
      { name: 'Gangway, 404 included', count, prepare: () => contextsFor(path), app: gangway },
    ]
    report.add(`Routing ${title}; ratio to find-my-way`, await measure(works))
  }
}

const count = 5000

async function contextsFor(path: string): Promise<readonly Context[]> {
  return Array.from({ length: count }, () => contextFor('GET', path))
}

function viaFind(name: string, path: string, find: Find): Work {
  return { name, count, prepare: () => contextsFor(path), app: (context) => find(context.method, context.path) }
}

function ourRouter(): Application {
  const made = router()
  for (const [method, pattern] of routes) made.on(method, pattern, ({ params }) => handle(paramsOf(params)))
  return made
}

function paramsOf({ id }: Readonly<Record<string, unknown>>): Params {
  return { id: typeof id === 'string' ? id : undefined }
}

function findMyWayFind(): Find {
  const made = findMyWay()
  const handlers = new Map<unknown, Handle>()
  for (const [method, pattern] of routes) {
    const listener = () => {}
    handlers.set(listener, handle)
    made.on(method === 'GET' || method === 'PUT' ? method : 'POST', pattern, listener)
  }
  return (method, path) => {
    const found = made.find(method === 'GET' ? 'GET' : 'POST', path)
    return found ? handlers.get(found.handler)?.(found.params) : undefined
  }
}

function honoFind(made: Router<Handle>, supported: typeof routes): Find {
  for (const [method, pattern] of supported) made.add(method, pattern, handle)
  return (method, path) => {
    const [matches, stash] = made.match(method, path)
    const [first] = matches
    if (!first) return undefined
    const [handler, found] = first
    const params: Record<string, string> = {}
    for (const [name, value] of Object.entries(found)) {
      const raw = typeof value === 'number' ? (stash?.[value] ?? '') : value
      params[name] = raw.includes('%') ? decodeURIComponent(raw) : raw
    }
    return handler(params)
  }
}
