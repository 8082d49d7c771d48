import type { Socket } from 'node:net'
import type { WebServer } from '../web-server.ts'
import type { Started } from './passes-requests.ts'
import { startStandIn } from './start.ts'

/** What starts a stand-in, and a web server in front of its address. */
export function inFrontOf(
  answer: (socket: Socket) => void,
  family: 'tcp' | 'unix',
  start: (address: string) => Promise<WebServer>,
): () => Promise<Started> {
  return async () => {
    const standIn = await startStandIn(answer, family)
    const server = await start(standIn.address)
    return { server, stop: () => Promise.all([server.stop(), standIn.stop()]) }
  }
}
