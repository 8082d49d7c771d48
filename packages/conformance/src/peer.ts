import { deepStrictEqual } from 'node:assert/strict'
import type { Can, Capability } from './capability.ts'
import { caseField } from './application-field.ts'
import { controlField, type Session } from './control.ts'
import { Conversation } from './conversation.ts'
import type { DescribedContext } from './described-context.ts'
import type { Connection, Driver, Expected } from './driver.ts'
import type { Field } from './field.ts'
import { headOf, stepsOf, type PeerRequest } from './peer-request.ts'
import { Receiver, type ObservedResponse } from './receiver.ts'

/** The client of one case, or of none: it sends requests through a driver, and hears what the application tells. */
export class Peer {
  readonly #name: string | undefined
  readonly #driver: Driver
  readonly #session: Session
  readonly #can: Can
  readonly #connections: Connection[] = []
  readonly #receivers: Receiver[] = []

  constructor(name: string | undefined, driver: Driver, session: Session, can: Can = {}) {
    this.#name = name
    this.#driver = driver
    this.#session = session
    this.#can = can
  }

  get expected(): Expected {
    return this.#driver.expected
  }

  /** Whether the gateway was declared to have this, and the driver would notice: `undefined` where it would not. */
  declares(capability: Capability): boolean | undefined {
    if (this.#can[capability] === false) return false
    return this.#driver.can[capability] === false ? undefined : true
  }

  /** A new connection, closed at the end of the case. */
  async connect(): Promise<Connection> {
    const connection = await this.#driver.connect()
    this.#connections.push(connection)
    return connection
  }

  /** Begins an exchange, on a connection of its own unless told otherwise, and sends nothing of the body. */
  async open(request: PeerRequest = {}, connection?: Connection): Promise<Conversation> {
    const head = headOf({ ...request, fields: [...this.#ownFields(), ...(request.fields ?? [])] })
    const hidesLength = this.#driver.can.contentLength === false || this.#can.contentLength === false
    const receiver = new Receiver(head.method, hidesLength ? ['content-length', 'transfer-encoding'] : [])
    this.#receivers.push(receiver)
    const on = connection ?? (await this.connect())
    return new Conversation(on.open(head, receiver), receiver)
  }

  /** A whole exchange: sends the request with its body and returns the response once it has ended. */
  async send(request: PeerRequest = {}, connection?: Connection): Promise<ObservedResponse> {
    const conversation = await this.open(request, connection)
    const body = conversation.play(stepsOf(request))
    const response = await conversation.response()
    await body
    return response
  }

  /** What the application that describes the context saw of a request. */
  async context(request: PeerRequest = {}): Promise<DescribedContext> {
    const { body } = await this.send(request)
    return JSON.parse(Buffer.from(body).toString())
  }

  /** The first value that the application tells under this name. */
  told(name: string): Promise<unknown> {
    return this.#session.told(name)
  }

  /** The newest value that the application told under this name so far. */
  latest(name: string): unknown {
    return this.#session.latest(name)
  }

  /** Opens a gate of the application. */
  allow(gate: string): void {
    this.#session.allow(gate)
  }

  /** Fails when a response held what its protocol forbids. */
  checkFaults(): void {
    deepStrictEqual(
      this.#receivers.flatMap(({ faults }) => faults),
      [],
      'the protocol was violated',
    )
  }

  /** How far each response got. */
  describe(): string {
    return this.#receivers.map((receiver) => `${receiver.method}: ${String(receiver)}`).join('; ') || 'nothing was sent'
  }

  close(): void {
    this.#session.end()
    for (const connection of this.#connections) connection.close()
  }

  #ownFields(): Field[] {
    const control: Field = [controlField, this.#session.address]
    return this.#name === undefined ? [control] : [[caseField, this.#name], control]
  }
}
