import { toFetch, type Application, type FetchHandler } from '@gangway/gateway'

/** One visitor's browser, without a network: it keeps cookies, and says that its forms come from the wiki. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Page>
  /** Sends a form. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  /** Sends files. */
  upload(path: string, files: readonly File[], field?: string): Promise<Page>
  /** Logs in. */
  logIn(name: string, password: string, more?: Record<string, string>): Promise<Page>
  /** The `Set-Cookie` of the last response that had one. */
  readonly lastCookie: string
}

/** An answer that was read. */
export interface Page {
  readonly status: number
  readonly headers: Headers
  readonly location: string | null
  readonly body: string
  readonly bytes: Uint8Array
}

const origin = 'http://wiki.example'

/** A browser that asks this application. */
export function browser(application: Application): Browser {
  const handler: FetchHandler = toFetch(application)
  const cookies = new Map<string, string>()
  let lastCookie = ''

  async function ask(path: string, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('sec-fetch-site', headers.get('sec-fetch-site') ?? 'same-origin')
    const response = await handler(new Request(origin + path, { ...init, headers }))
    for (const cookie of response.headers.getSetCookie()) {
      lastCookie = cookie
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const bytes = new Uint8Array(await response.arrayBuffer())
    const { status } = response
    return { status, headers: response.headers, location: response.headers.get('location'), bytes, body: new TextDecoder().decode(bytes) }
  }

  function post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Page> {
    return ask(path, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  return {
    get: (path, headers = {}) => ask(path, { headers }),
    post,
    upload(path, files, field = 'file') {
      const body = new FormData()
      for (const file of files) body.append(field, file)
      return ask(path, { method: 'POST', body })
    },
    logIn: (username, password, more = {}) => post('/login', { username, password, ...more }),
    get lastCookie() {
      return lastCookie
    },
  }
}
