import type { Socket } from 'node:net'
import type { WebServer } from '../web-server.ts'
import { startStandIn } from './start.ts'
import type { StandIn } from './start.ts'

/** A web server, and what it stands in front of. */
export interface InFront {
  server: WebServer
  standIn: StandIn
  stop(): Promise<unknown>
}

/** What starts a stand-in, and a web server in front of its address. */
export function inFrontOf(
  answer: (socket: Socket) => void,
  family: 'tcp' | 'unix',
  start: (address: string) => Promise<WebServer>,
): () => Promise<InFront> {
  return async () => {
    const standIn = await startStandIn(answer, family)
    try {
      const server = await start(standIn.address)
      return { server, standIn, stop: () => Promise.all([server.stop(), standIn.stop()]) }
    } catch (error) {
      await standIn.stop()
      throw error
    }
  }
}
