import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'

/** What a browser asks. */
export interface Question {
  method?: string
  headers?: Record<string, string>
  body?: URLSearchParams
}

/** The fields by which a navigation is known. */
export const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

/** A browser for tests: cookies for each origin, and redirects that are followed when told to. */
export class Browsing {
  readonly #jars = new Map<string, Map<string, string>>()

  /** Asks once. */
  async ask(url: string | URL, { method = 'GET', headers = {}, body }: Question = {}): Promise<Response> {
    const { origin } = new URL(url)
    const jar = this.#jars.get(origin) ?? new Map<string, string>()
    this.#jars.set(origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const type = body && { 'content-type': 'application/x-www-form-urlencoded' }
    // fetch says of itself that it is no navigation (Sec-Fetch-Mode)
    const asking = request(url, { method, agent: false, headers: { ...(cookie && { cookie }), ...type, ...headers } }).end(body?.toString())
    const [answer]: IncomingMessage[] = await once(asking, 'response')
    const response = await responseOf(answer)
    for (const field of response.headers.getSetCookie()) take(jar, field)
    return response
  }

  /** Asks, and goes where it is sent, until `stop` says that this is it. */
  async go(
    url: string | URL,
    question: Question = {},
    stop: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response }> {
    let at = new URL(url)
    let response = await this.ask(at, question)
    for (let hop = 0; hop < 20; hop++) {
      const location = response.headers.get('location')
      if (location === null || response.status < 300 || response.status > 399) return { url: at, response }
      at = new URL(location, at)
      if (stop(at)) return { url: at, response }
      response = await this.ask(at, { headers: navigation })
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

async function responseOf(answer: IncomingMessage | undefined): Promise<Response> {
  if (!answer) throw new Error('real-servers: no answer')
  const chunks: Uint8Array[] = []
  for await (const chunk of answer) chunks.push(chunk)
  const headers = new Headers()
  answer.rawHeaders.forEach((name, index, all) => {
    if (index % 2 === 0) headers.append(name, all[index + 1] ?? '')
  })
  return new Response(chunks.length > 0 ? Buffer.concat(chunks) : null, { status: answer.statusCode ?? 0, headers })
}
