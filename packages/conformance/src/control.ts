import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'

/** What an application says to its case over a loopback connection of its own, in whatever process it runs. */
export interface Message {
  /** Which run of which case. */
  readonly id: string
  readonly kind: 'tell' | 'gate'
  readonly name: string
  readonly value?: unknown
}

/** The field in which a case tells its application where the control listens. */
export const controlField = 'conformance-control'

/** Hears what applications tell, and opens their gates. */
export interface Control {
  /** The talk with one case's application. */
  session(id: string): Session
  close(): Promise<void>
}

/** The talk with one case's application. */
export interface Session {
  /** The value of `controlField`. */
  readonly address: string
  /** The first value told under this name. */
  told(name: string): Promise<unknown>
  /** The newest value told under this name, so far. */
  latest(name: string): unknown
  /** Opens a gate, for those who wait there and those to come. */
  allow(gate: string): void
  /** Opens all gates. */
  end(): void
}

/** Listens on a free port of 127.0.0.1. */
export async function openControl(): Promise<Control> {
  const talks = new Map<string, Talk>()
  const talkOf = (id: string) => talks.get(id) ?? addTalk(id)
  const addTalk = (id: string) => {
    const made = new Talk(`${port}:${id}`)
    talks.set(id, made)
    return made
  }
  const server = createServer((socket) => listenTo(socket, (message) => talkOf(message.id).hear(message, socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = async () => {
    for (const made of talks.values()) made.end()
    await new Promise((resolve) => server.close(resolve))
  }
  return { session: talkOf, close }
}

function listenTo(socket: Socket, hear: (message: Message) => void): void {
  let text = ''
  // An application that goes away in the middle of a line has said nothing.
  socket.on('error', () => socket.destroy())
  socket.setEncoding('utf8').on('data', (part) => {
    text += part
    if (text.endsWith('\n')) hear(JSON.parse(text))
  })
}

class Talk implements Session {
  readonly address: string
  readonly #told = new Map<string, { value: unknown }>()
  readonly #open = new Set<string>()
  readonly #waiting: { gate: string; socket: Socket }[] = []
  readonly #asked: { name: string; resolve: (value: unknown) => void }[] = []
  #ended = false

  constructor(address: string) {
    this.address = address
  }

  hear({ kind, name, value }: Message, socket: Socket): void {
    if (kind === 'gate' && !this.#open.has(name) && !this.#ended) {
      this.#waiting.push({ gate: name, socket })
      return
    }
    socket.end('ok\n')
    if (kind === 'gate') return
    this.#told.set(name, { value })
    for (const asked of this.#asked) if (asked.name === name) asked.resolve(value)
  }

  told(name: string): Promise<unknown> {
    const told = this.#told.get(name)
    if (told) return Promise.resolve(told.value)
    return new Promise((resolve) => this.#asked.push({ name, resolve }))
  }

  latest(name: string): unknown {
    return this.#told.get(name)?.value
  }

  allow(gate: string): void {
    this.#open.add(gate)
    for (const waiting of this.#waiting) if (waiting.gate === gate) waiting.socket.end('ok\n')
  }

  end(): void {
    this.#ended = true
    for (const { socket } of this.#waiting) socket.end('ok\n')
  }
}
