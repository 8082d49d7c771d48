/** A browser for tests: cookies for each origin, and redirects that are followed when told to. */
export class Browsing {
  readonly #jars = new Map<string, Map<string, string>>()

  /** Asks once. */
  async ask(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url)
    const jar = this.#jars.get(origin) ?? new Map<string, string>()
    this.#jars.set(origin, jar)
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const field of response.headers.getSetCookie()) take(jar, field)
    return response
  }

  /** Asks, and goes where it is sent, until `stop` says that this is it. */
  async go(
    url: string | URL,
    init: RequestInit = {},
    stop: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response }> {
    let at = new URL(url)
    let response = await this.ask(at, init)
    for (let hop = 0; hop < 20; hop++) {
      const location = response.headers.get('location')
      if (location === null || response.status < 300 || response.status > 399) return { url: at, response }
      at = new URL(location, at)
      if (stop(at)) return { url: at, response }
      await response.body?.cancel()
      response = await this.ask(at, { headers: { accept: 'text/html' } })
    }
    throw new Error(`real-servers: redirected for ever, at last to ${at.href}`)
  }

  /** The cookies of an origin. */
  cookies(origin: string): Map<string, string> {
    return this.#jars.get(origin) ?? new Map<string, string>()
  }
}

function take(jar: Map<string, string>, field: string): void {
  const [pair = '', ...attributes] = field.split(';')
  const name = pair.slice(0, pair.indexOf('='))
  const isEnded = attributes.some((each) => /^\s*(?:max-age=0|expires=thu, 01 jan 1970)/i.test(each))
  if (isEnded) jar.delete(name)
  else jar.set(name, pair.slice(pair.indexOf('=') + 1))
}
