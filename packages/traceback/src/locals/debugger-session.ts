import type { Debugger, Session } from 'node:inspector'
import { nodeModule } from '../node.ts'
import type { Paused } from './paused.ts'

type Receive = (values: readonly unknown[]) => unknown

/** Which throws the debugger stops at. */
export type Stops = 'none' | 'uncaught' | 'all'

/** Why there can be no session, in words that fit into a report. */
export function whyUnavailable(): string | undefined {
  const inspector = nodeModule('node:inspector')
  if (!inspector?.Session) return 'this runtime has no inspector'
  // A second debugger would be resumed at each of its breakpoints.
  if (inspector.url() !== undefined) return 'a debugger is attached, or may be (--inspect)'
  return undefined
}

/**
 * Node's debugger in this very thread: no port, no other thread. It calls back on the stack that throws.
 * @throws {Error} where the inspector is missing or denied, as by the permission model.
 */
export class DebuggerSession {
  readonly #session: Session
  readonly #urls = new Map<string, string>()
  #receiver = ''
  #receive: Receive | undefined

  constructor(onPause: (paused: Paused) => void) {
    const inspector = nodeModule('node:inspector')
    if (!inspector) throw new Error('traceback: there is no inspector')
    this.#session = new inspector.Session()
    this.#session.connect()
    this.#session.on('Debugger.scriptParsed', ({ params }) => this.#parsed(params))
    this.#session.on('Debugger.paused', ({ params }) => onPause(params))
    this.#post('Debugger.enable')
    this.#receiver = this.#makeReceiver()
  }

  /** Says which throws to stop at. */
  stopAt(state: Stops): void {
    this.#post('Debugger.setPauseOnExceptions', { state })
  }

  /** The URL of a script: ES modules have none in a frame. */
  urlOf(scriptId: string): string {
    return this.#urls.get(scriptId) ?? ''
  }

  /** The source of a script. */
  sourceOf(scriptId: string): string {
    return (this.#post('Debugger.getScriptSource', { scriptId }) as Debugger.GetScriptSourceReturnType).scriptSource // by the protocol
  }

  /** Hands the objects behind references to a function, and returns what it does. Those of another context are `undefined`. */
  hand(references: readonly (string | undefined)[], receive: Receive): unknown {
    let result: unknown
    this.#receive = (values) => (result = receive(values))
    try {
      this.#post('Runtime.callFunctionOn', {
        objectId: this.#receiver,
        functionDeclaration: 'function(...values) { this(values) }',
        arguments: references.map((objectId) => (objectId !== undefined && this.#isNear(objectId) ? { objectId } : {})),
      })
    } finally {
      this.#receive = undefined
    }
    return result
  }

  /** Lets go of what a pause has made references to. */
  release(): void {
    this.#post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' })
  }

  close(): void {
    this.#session.disconnect()
  }

  // Objects are handed over to a function that the debugger knows by reference; nobody else can find it afterwards.
  #makeReceiver(): string {
    const key = Symbol.for(`traceback.${globalThis.crypto.randomUUID()}`)
    Object.defineProperty(globalThis, key, { configurable: true, value: (values: readonly unknown[]) => this.#receive?.(values) })
    try {
      const expression = `globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(key))})]`
      const made = this.#post('Runtime.evaluate', { expression }) as { result: { objectId?: string } } // by the protocol
      if (made.result.objectId === undefined) throw new Error('traceback: the debugger gives no references')
      return made.result.objectId
    } finally {
      Reflect.deleteProperty(globalThis, key)
    }
  }

  // `isolate.context.number`: a function can be handed objects of its own context only.
  #isNear(objectId: string): boolean {
    return objectId.slice(0, objectId.lastIndexOf('.')) === this.#receiver.slice(0, this.#receiver.lastIndexOf('.'))
  }

  #parsed({ scriptId, url }: Debugger.ScriptParsedEventDataType): void {
    if (url !== '') this.#urls.set(scriptId, url)
  }

  // In this thread the answer is there when post() returns.
  #post(method: string, params?: object): unknown {
    let failure: Error | null = null
    let answer: unknown
    this.#session.post(method, params, (error: Error | null, result?: object) => {
      failure = error
      answer = result
    })
    if (failure) throw failure
    return answer
  }
}
