import type { Client } from '../client.ts'
import { httpClient } from '../http-client.ts'
import type { WebServer } from '../web-server.ts'
import type { WikiProcesses } from './processes.ts'

/** One way to reach the wiki. */
export interface Gateway {
  readonly name: string
  /** What must be installed. */
  readonly needs: readonly string[]
  /** The path below which the wiki is. */
  readonly mount: string
  start(wiki: WikiProcesses): Promise<RunningGateway>
}

/** A gateway that is ready for requests. */
export interface RunningGateway {
  readonly ask: Client
  stop(): Promise<unknown>
}

/** The wiki behind a web server. */
export function behind(
  { name, needs, mount = '' }: Pick<Gateway, 'name' | 'needs'> & { mount?: string },
  start: (wiki: WikiProcesses) => Promise<WebServer>,
): Gateway {
  return {
    name,
    needs,
    mount,
    async start(wiki) {
      const { origin, stop } = await start(wiki)
      return { ask: httpClient(origin), stop }
    },
  }
}
