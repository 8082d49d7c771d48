import type { Capabilities, Client, GatewayInfo } from './context.ts'
import { fieldsOf } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { SharedBody } from './request-body.ts'

const can: Capabilities = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const gateway: GatewayInfo = {
  protocol: 'fetch',
  version: '1.1',
  software: '',
  multiprocess: true,
  runOnce: false,
  variables: Object.freeze(Object.create(null)),
}

/** What a Fetch server's request says; the rest comes from what else the server handed over. */
export class FetchIncoming implements Incoming {
  readonly request: Request
  readonly client: Client
  readonly log: (line: string) => void
  readonly mount = ''
  readonly tls = null
  readonly gateway: GatewayInfo = gateway
  readonly can: Capabilities = can
  readonly #url: URL
  readonly #platform: readonly unknown[]

  constructor(request: Request, platform: readonly unknown[], client: Client, log: (line: string) => void) {
    this.request = request
    this.client = client
    this.log = log
    this.#url = new URL(request.url)
    this.#platform = platform
  }

  get method(): string {
    return this.request.method
  }

  get target(): string {
    return this.#url.pathname + this.#url.search
  }

  get scheme(): 'http' | 'https' {
    return this.#url.protocol === 'https:' ? 'https' : 'http'
  }

  get authority(): string {
    return this.#url.host
  }

  get path(): string {
    return this.#url.pathname
  }

  get query(): string {
    return this.#url.search.slice(1)
  }

  get fields(): readonly string[] {
    const fields = fieldsOf(this.request.headers)
    return fields.some(isOfConnection) ? fields.filter((_, index) => !isOfConnection(fields[index - (index % 2)] ?? '', 0)) : fields
  }

  get body(): SharedBody | null {
    return SharedBody.of(this.request)
  }

  waitUntil(promise: Promise<void>): void {
    this.#platform.find(canWait)?.waitUntil(promise)
  }
}

// RFC 9110 §7.6.1, and `proxy`, which CGI programs would take for their environment's HTTP_PROXY
const ofConnection = new Set(['connection', 'keep-alive', 'proxy', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

function isOfConnection(name: string, index: number): boolean {
  return index % 2 === 0 && ofConnection.has(name)
}

// Workers hand over an execution context; Deno and Bun keep running anyway.
function canWait(argument: unknown): argument is { waitUntil(promise: Promise<void>): void } {
  return typeof argument === 'object' && argument !== null && 'waitUntil' in argument && typeof argument.waitUntil === 'function'
}
