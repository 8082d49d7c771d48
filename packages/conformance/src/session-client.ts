import { contextFor, text, type ContextForInit } from '@gangway/gateway'
import { session, type Session, type SessionOptions } from '@gangway/session'

/** Data of any kind under any key. */
export type AnyData = Record<string, unknown>

/** What a request does with its session. */
export type Visit = (session: Session<AnyData>) => unknown

/** What came of a visit. */
export interface Visited {
  readonly status: number
  readonly headers: Headers
  /** Each `Set-Cookie` value. */
  readonly cookies: readonly string[]
  readonly logged: readonly string[]
}

/** A site with sessions, and a clock that a case moves. */
export class SessionSite {
  /** Milliseconds since 1970. */
  time: number = Date.now()
  readonly #send: Send

  constructor(options: SessionOptions<AnyData>, name = 'session') {
    const wrap = session<AnyData, string>({ ...options, name, now: () => this.time })
    this.#send = async (visit, respond, init) => {
      const app = wrap(async (context) => {
        const found = context[name]
        if (!found) throw new Error('conformance: there is no session on the context')
        await found.load()
        await visit(found)
        return respond(found)
      })
      return await app(contextFor('GET', 'https://sessions.test/', init))
    }
  }

  /** A browser without cookies. */
  browser(): SessionBrowser {
    return new SessionBrowser(this.#send)
  }
}

type Send = (visit: Visit, respond: (session: Session<AnyData>) => Response, init: ContextForInit) => Promise<Response>

/** A client that keeps cookies as browsers do. */
export class SessionBrowser {
  readonly cookies: Map<string, string> = new Map()
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  /** Requests a page. */
  async visit(visit: Visit, respond: (session: Session<AnyData>) => Response = () => text('a page')): Promise<Visited> {
    const visited = await this.send(visit, respond)
    this.receive(visited)
    return visited
  }

  /** Requests a page with the cookies of now, and leaves what is set for later: the response is still on its way. */
  async send(visit: Visit, respond: (session: Session<AnyData>) => Response = () => text('a page')): Promise<Visited> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const logged: string[] = []
    const response = await this.#send(visit, respond, { headers: cookie === '' ? {} : { cookie }, log: (line) => logged.push(line) })
    return { status: response.status, headers: response.headers, cookies: response.headers.getSetCookie(), logged }
  }

  /** Takes what a response sets. */
  receive({ cookies }: Visited): void {
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      if (/; Max-Age=0(?:;|$)/.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }

  /** The value of a key, as a request of its own sees it. */
  async read(key: string): Promise<unknown> {
    let value: unknown
    await this.visit((found) => {
      value = found.get(key)
    })
    return value
  }

  /** Another browser with the same cookies. */
  copy(): SessionBrowser {
    const other = new SessionBrowser(this.#send)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    return other
  }
}

/** A point that some requests wait at until another one opens it. */
export class Gate {
  readonly #opened = Promise.withResolvers<void>()

  open(): void {
    this.#opened.resolve()
  }

  get passed(): Promise<void> {
    return this.#opened.promise
  }
}
