import type { Context } from '@gangway/gateway'
import { createConnection } from 'node:net'
import { controlField, type Message } from './control.ts'

/** How an application talks with its case, beside request and response. */
export interface Speaker {
  /** Tells the case what the application saw. */
  tell(name: string, value: unknown): Promise<void>
  /** Waits until the case opens this gate. */
  gate(name: string): Promise<void>
}

/** The speaker of the application that answers this request; outside of a run it speaks to nobody and finds all gates open. */
export function speakerOf(context: Context): Speaker {
  const [, port, id] = /^(\d{1,5}):(\w+)$/.exec(context.headers.get(controlField) ?? '') ?? []
  if (port === undefined || id === undefined) return { tell: async () => {}, gate: async () => {} }
  const say = (message: Omit<Message, 'id'>) => {
    const said = deliver(Number(port), { id, ...message })
    // A CGI program would end before its words have left.
    context.waitUntil(said)
    return said
  }
  return { tell: (name, value) => say({ kind: 'tell', name, value }), gate: (name) => say({ kind: 'gate', name }) }
}

function deliver(port: number, message: Message): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`${JSON.stringify(message)}\n`))
    // Once the case is over nobody listens any more, and nobody needs to know.
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
    socket.resume()
  })
}
