import {
  bodyOf,
  extend,
  HttpError,
  stream,
  text,
  withBody,
  withHeaders,
  type Application,
  type Context,
  type Middleware,
} from '@gangway/gateway'
import { middlewareCases } from './middleware-cases.ts'
import { middlewareContract, runMiddlewareContract } from './middleware-contract.ts'

const nothing: Middleware = (app) => (context) => app(context)

/** A middleware that does this to each response. */
function changing(change: (response: Response, context: Context) => Response | Promise<Response>): Middleware {
  return (app) => (context) => {
    const result = app(context)
    return result instanceof Promise ? result.then((response) => change(response, context)) : change(result, context)
  }
}

function rebuilt(response: Response, body: ReadableStream | string | null, headers: Headers = new Headers(response.headers)): Response {
  return new Response(body, { status: response.status, statusText: response.statusText, headers })
}

function piped(response: Response, transformer: ConstructorParameters<typeof TransformStream<Uint8Array, Uint8Array>>[0]): Response {
  return response.body ? rebuilt(response, response.body.pipeThrough(new TransformStream(transformer))) : response
}

/** A stream that is filled as fast as its source gives, and hears nothing of its reader. */
function pushed(response: Response, whenFailed: (controller: ReadableStreamDefaultController, error: unknown) => void): Response {
  const { body } = response
  if (!body) return response
  const made = new ReadableStream({
    async start(controller) {
      try {
        for await (const chunk of body) controller.enqueue(chunk)
        controller.close()
      } catch (error) {
        whenFailed(controller, error)
      }
    },
  })
  return rebuilt(response, made)
}

let requests = 0
let last: Context | undefined
let first: Application | undefined

/** What middleware of others does or did, and cases that must see it. */
const broken: readonly (readonly [defect: string, middleware: Middleware, cases: readonly string[]])[] = [
  [
    'sets fields of the response it was handed',
    changing((response) => {
      response.headers.set('x-powered-by', 'me')
      return response
    }),
    ['a native Response passes', 'the response of the application is left as it was'],
  ],
  [
    'joins Set-Cookie, as an object of fields does',
    changing((response) => rebuilt(response, response.body, new Headers(Object.fromEntries(response.headers)))),
    ['each Set-Cookie stays a field of its own'],
  ],
  [
    'rebuilds a response with a text for its body, so that 204 throws and bytes are lost',
    changing(async (response) => rebuilt(response, await response.text())),
    [
      'a 204 passes',
      'a 304 passes',
      'bytes of any value pass',
      'the head arrives though the body does not begin',
      'a chunk arrives before the next one is there (C4)',
    ],
  ],
  ['awaits what is no promise', (app) => async (context) => await app(context), ['a synchronous application stays synchronous']],
  [
    'replaces Vary',
    changing((response) => withHeaders(response, (headers) => headers.set('vary', 'accept-encoding'))),
    ['what the application varies by is kept'],
  ],
  [
    'names twice what is varied by',
    changing((response) => withHeaders(response, (headers) => headers.append('vary', 'origin'))),
    ['wrapped twice it does no harm'],
  ],
  [
    'encodes parts of a file, and what is encoded already',
    changing((response) =>
      rebuilt(
        response,
        response.body && response.body.pipeThrough(new CompressionStream('gzip')),
        new Headers([...response.headers, ['content-encoding', 'gzip']]),
      ),
    ),
    ['a part of something stays that part', 'what is encoded already is not encoded again', 'bytes of any value pass'],
  ],
  [
    'keeps the Content-Length of a body that it made longer',
    changing((response) => {
      const source = bodyOf(response)
      return typeof source === 'string' && source !== ''
        ? withHeaders(withBody(response, `${source}<!-- -->`), (headers) =>
            headers.set('content-length', String(Buffer.byteLength(source))),
          )
        : response
    }),
    ['a reply passes', 'a Content-Length is that of the body'],
  ],
  [
    'counts the length of a body that is not there',
    changing((response) => (bodyOf(response) === null ? withHeaders(response, (headers) => headers.set('content-length', '0')) : response)),
    ['the length that an application gives for HEAD without a body is not made another'],
  ],
  [
    'rebuilds the response of an upgrade',
    changing((response) =>
      withHeaders(response.status === 101 ? new Response(null) : response, (headers) => headers.set('x-frame-options', 'DENY')),
    ),
    ['the response of an upgrade is handed on as the same object'],
  ],
  [
    'loses status text and trailer fields when it makes the response anew',
    changing((response) => new Response(response.body, { status: response.status, headers: response.headers })),
    ['a reply passes', 'trailer fields pass'],
  ],
  [
    'waits for the end of a body to log its length',
    changing(async (response) => {
      const copy = response.clone()
      await copy.arrayBuffer()
      return response
    }),
    [
      'the head arrives though the body does not begin',
      'a client that leaves stops the source, once',
      'no more is pulled than the client takes',
    ],
  ],
  [
    'reads a copy of the body beside the client',
    changing((response) => {
      if (response.body)
        response
          .clone()
          .arrayBuffer()
          .catch(() => {})
      return response
    }),
    ['no more is pulled than the client takes', 'a client that leaves stops the source, once'],
  ],
  [
    'ends a body that failed',
    changing((response) => pushed(response, (controller) => controller.close())),
    ['a body that fails is seen to fail', 'a body that fails at once is no success'],
  ],
  [
    'pushes a body without being asked, and does not stop it',
    changing((response) => pushed(response, (controller, error) => controller.error(error))),
    ['no more is pulled than the client takes', 'a client that leaves stops a source that gives nothing any more'],
  ],
  [
    'holds chunks back until there are enough of them',
    changing((response) => {
      const held: Uint8Array[] = []
      return piped(response, {
        transform: (chunk) => void held.push(chunk),
        flush: (controller) => controller.enqueue(Buffer.concat(held)),
      })
    }),
    ['a chunk arrives before the next one is there'],
  ],
  [
    'drops the last chunk',
    changing((response) => {
      let held: Uint8Array | undefined
      return piped(response, {
        transform(chunk, controller) {
          if (held) controller.enqueue(held)
          held = chunk
        },
      })
    }),
    ['a large body arrives as a whole'],
  ],
  [
    'writes each chunk into the memory of the last one',
    changing((response) => {
      const memory = new Uint8Array(65_536)
      return piped(response, {
        transform(chunk, controller) {
          memory.set(chunk)
          controller.enqueue(memory.subarray(0, chunk.byteLength))
        },
      })
    }),
    ['a large body arrives as a whole'],
  ],
  [
    'asks for the next chunk before the last one has come, as only lint can see',
    changing((response) => {
      const source = bodyOf(response)
      if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source) || 'getReader' in source) return response
      const iterator = source[Symbol.asyncIterator]()
      const ahead = async function* (): AsyncGenerator<Uint8Array | string> {
        for (;;) {
          for (const { done, value } of await Promise.all([iterator.next(), iterator.next()])) {
            if (done) return
            yield value
          }
        }
      }
      return stream(ahead(), response)
    }),
    ['a large body arrives as a whole: an async generator'],
  ],
  [
    'hands chunks on in a generator, which cannot be stopped while it waits for the next one',
    changing((response) => {
      const { body } = response
      if (!body) return response
      const handedOn = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of body) yield chunk
      }
      return stream(handedOn(), response)
    }),
    ['a client that leaves stops a source that gives nothing any more (C5): a stream'],
  ],
  [
    'hands a request of its own to the application, without signal and body',
    (app) => (context) =>
      app(context.with({ request: new Request(context.url, { method: context.method, headers: [...context.headers] }) })),
    ['the signal reaches the application', 'the body of a request arrives', 'a Fetch handler works inside'],
  ],
  [
    'reads the body of a request before the application, whether it is wanted or not',
    (app) => async (context) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of context.body ?? []) if (chunks.push(chunk) > 1000) break
      return app(context.body ? context.with({ body: ReadableStream.from(chunks) }) : context)
    },
    ['the body of a request is pulled as the application reads it'],
  ],
  [
    'copies the context',
    (app) => (context) => app({ ...context, user: 'me' } as Context),
    ['the application sees the request as it was sent'],
  ],
  [
    'makes a context without what others have put on it',
    (app) => (context) => {
      const bare = context.with({})
      for (const key of Object.keys(bare)) Reflect.deleteProperty(bare, key)
      return app(bare)
    },
    ['what other layers put on the context is there'],
  ],
  [
    'replaces what another layer has put on the context',
    (app) => (context) => app(extend(context, { probe: { mine: true } })),
    ['what other layers put on the context is there'],
  ],
  [
    'decodes the path before the application does',
    (app) => (context) => app(context.with({ path: decodeURIComponent(context.path).replaceAll(' ', '%20') })),
    ['the application sees the request as it was sent'],
  ],
  [
    'overlooks that the context was derived',
    (app) => (context) => app(context.with({ mount: '', path: '/' + context.target.split('?')[0]?.slice(1) })),
    ['a context that a layer outside derived by with() is the one that counts'],
  ],
  [
    'keeps promises, log and interim responses to itself',
    (app) => (context) => {
      const derived = context.with({})
      return app(Object.assign(derived, { waitUntil: () => {}, log: () => {}, sendInformational: () => {} }))
    },
    ['waitUntil, the log and interim responses reach the gateway'],
  ],
  [
    'keeps the request in a variable of the module',
    (app) => async (context) => {
      last = context
      await new Promise((resolve) => setTimeout(resolve, 2))
      return await app(last)
    },
    ['requests at once are kept apart'],
  ],
  [
    'asks again when it is told no',
    (app) => async (context) => {
      const response = await app(context)
      return response.status === 503 ? await app(context) : response
    },
    ['the application is called once for a request'],
  ],
  [
    'answers what the application throws with a page of its own',
    (app) => async (context) => {
      try {
        return await app(context)
      } catch (error) {
        return text(String(error))
      }
    },
    [
      'what the application throws goes on as it was: an Error',
      'an application that fails is answered by 500',
      'an HttpError is answered with its status',
    ],
  ],
  [
    'packs what the application throws into an error of its own',
    (app) => async (context) => {
      try {
        return await app(context)
      } catch (error) {
        throw new Error('it failed', { cause: error })
      }
    },
    ['what the application throws goes on as it was: undefined', 'an HttpError is answered with its status'],
  ],
  [
    'marks the error that passes',
    (app) => (context) => {
      try {
        return app(context)
      } catch (error) {
        Object.assign(Object(error), { seenBy: 'me' })
        throw error
      }
    },
    ['what the application throws goes on as it was: a frozen Error'],
  ],
  [
    'lets few requests in, and does not count those out that fail',
    (app) => async (context) => {
      if (requests >= 10) throw new HttpError(503)
      requests++
      const response = await app(context)
      requests--
      return response
    },
    ['one failure is no harm to the requests after it'],
  ],
  [
    'remembers one application for all that it wraps',
    (app) => {
      first ??= app
      return first
    },
    ['one middleware wraps several applications'],
  ],
  [
    'does to a body what it did already',
    changing((response) => {
      const source = bodyOf(response)
      if (typeof source !== 'string' || source === '' || response.status !== 200) return response
      const once = response.headers.get('x-done') === null
      const marked = withBody(response, once ? source : `${source}${source}`)
      return withHeaders(marked, (headers) => headers.set('x-done', 'yes'))
    }),
    ['wrapped twice it does no harm'],
  ],
  [
    'gives a file away for its text',
    changing(async (response) => {
      const source = bodyOf(response)
      if (typeof source !== 'object' || source === null || !('stat' in source)) return response
      return withBody(response, source.path)
    }),
    ['a file that the application names is sent'],
  ],
  [
    'makes a stream of each body, and an empty chunk its end',
    changing((response) => {
      const source = response.body
      if (!source) return response
      const cut = (async function* () {
        for await (const chunk of source) {
          if (chunk.byteLength === 0) return
          yield chunk
        }
      })()
      return stream(cut, response)
    }),
    ['chunks without bytes do no harm'],
  ],
]

/** Whether one of the broken ones fails a case; the first that does ends the search. */
async function isCaught(name: string): Promise<boolean> {
  const only = new RegExp(`^${escaped(name)}$`)
  for (const [, middleware] of broken) if ((await failuresOf(middleware, only)).length > 0) return true
  return false
}

function escaped(name: string): string {
  return name.replaceAll(/[()?.]/g, String.raw`\$&`)
}

async function failuresOf(middleware: Middleware, only: RegExp): Promise<string[]> {
  const failed: string[] = []
  for await (const { name, outcome } of runMiddlewareContract(middleware, { deadline: 500, only }))
    if (outcome === 'failed') failed.push(name)
  return failed
}

describe('middlewareContract', () => {
  middlewareContract(nothing, { name: 'nothing at all' })
})

describe('the cases for middleware', () => {
  it('have each a name of its own', () => {
    const names = middlewareCases.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it.each(middlewareCases.map(({ name }) => name))('can fail: %s', async (name) => expect(await isCaught(name)).toBe(true), 60_000)

  it.each(broken)(
    'catch one that %s',
    async (_, middleware, expected) => {
      const failures = await failuresOf(middleware, new RegExp(expected.map(escaped).join('|')))
      for (const name of expected) expect(failures).toEqual(expect.arrayContaining([expect.stringContaining(name)]))
    },
    60_000,
  )
})
