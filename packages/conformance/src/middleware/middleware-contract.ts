import type { Application, Middleware } from '@gangway/gateway'
import { testGlobals } from '../test-globals.ts'
import type { MiddlewareCase } from './middleware-case.ts'
import { middlewareCases } from './middleware-cases.ts'
import type { Decode } from './received.ts'
import { Subject } from './subject.ts'

/** The functions of a test runner that are used: those of jest, vitest or `node:test`. */
export interface TestFunctions {
  describe(name: string, define: () => void): unknown
  it(name: string, test: () => Promise<void>, timeout?: number): unknown
}

/** What is to be known of a middleware to test it. */
export interface MiddlewareContractOptions {
  /** What the tests call it. Default: `a middleware`. */
  name?: string
  /** Fields that a request must have so that it reaches the application. Default: none. */
  headers?: Readonly<Record<string, string>>
  /** Where requests go that reach the application. Default: `https://contract.test/page`. */
  url?: string | URL
  /** Undoes what the middleware does to the body of a response on purpose. Default: it does nothing to it. */
  decode?: (body: ReadableStream<Uint8Array>, headers: Headers) => ReadableStream<Uint8Array>
  /** Cases by name that the middleware fails on purpose, and why. One that it passes all the same is a failure: it is no exception any more. */
  exceptions?: Readonly<Record<string, string>>
  /** Only cases whose name contains this text, or matches. Default: all. */
  only?: string | RegExp
  /** Milliseconds that one case may take. Default: `10000`. */
  deadline?: number
  /** The test runner's functions, where they are no globals: `{ describe, it }` of vitest or `node:test`. */
  runner?: TestFunctions
}

/** What became of a case. */
export interface MiddlewareResult {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'excepted'
  /** Why it failed, or why it is excepted. */
  readonly reason?: string
  readonly error?: unknown
}

/**
 * Defines a test for each of the things that break middleware.
 * @throws {TypeError} outside of a test runner, or when no case has the name of an exception.
 */
export function middlewareContract<Adds extends object>(middleware: Middleware<Adds>, options: MiddlewareContractOptions = {}): void {
  const { describe, it } = options.runner ?? testGlobals('runMiddlewareContract()')
  const { name = 'a middleware', exceptions = {}, deadline = 10_000 } = options
  const chosen = chosenCases(options)
  describe(`${name} keeps the contract of middleware:`, () => {
    for (const tested of chosen) {
      const reason = exceptions[tested.name]
      const title = reason === undefined ? tested.name : `${tested.name} (excepted: ${reason})`
      it(title, async () => throwFailure(await resultOf(tested, middleware, options)), 3 * deadline)
    }
  })
}

/** Runs the cases without a test runner, and yields what became of them. It does not throw when cases fail. */
export async function* runMiddlewareContract<Adds extends object>(
  middleware: Middleware<Adds>,
  options: MiddlewareContractOptions = {},
): AsyncGenerator<MiddlewareResult> {
  for (const tested of chosenCases(options)) yield await resultOf(tested, middleware, options)
}

function chosenCases({ only = '', exceptions = {} }: MiddlewareContractOptions): readonly MiddlewareCase[] {
  const unknown = Object.keys(exceptions).find((name) => !middlewareCases.some((known) => known.name === name))
  if (unknown !== undefined) throw new TypeError(`conformance: no case is called ${JSON.stringify(unknown)}`)
  return middlewareCases.filter(({ name }) => (typeof only === 'string' ? name.includes(only) : only.test(name)))
}

async function resultOf<Adds extends object>(
  tested: MiddlewareCase,
  middleware: Middleware<Adds>,
  options: MiddlewareContractOptions,
): Promise<MiddlewareResult> {
  const { name } = tested
  const excuse = options.exceptions?.[name]
  try {
    for (const isLinted of tested.isBare ? [false] : [false, true]) await runOnce(tested, middleware, options, isLinted)
  } catch (error) {
    if (excuse !== undefined) return { name, outcome: 'excepted', reason: excuse }
    return { name, outcome: 'failed', reason: error instanceof Error ? error.message : String(error), error }
  }
  if (excuse === undefined) return { name, outcome: 'passed' }
  return { name, outcome: 'failed', reason: `conformance: it is no exception any more, though it is named as one: ${excuse}` }
}

const asTheyAre: Decode = (body) => body

async function runOnce<Adds extends object>(
  tested: MiddlewareCase,
  middleware: Middleware<Adds>,
  { url = 'https://contract.test/page', headers = {}, decode = asTheyAre, deadline = 10_000 }: MiddlewareContractOptions,
  isLinted: boolean,
): Promise<void> {
  const layer = (app: Application): Application => middleware(app)
  const subject = new Subject(layer, { place: { url: new URL(url), headers }, decode, isLinted })
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`conformance: no end within ${deadline} ms`)), deadline)
  try {
    await Promise.race([tested.run(subject), late.promise])
    if (subject.violations[0]) throw new Error(subject.violations[0].message)
  } catch (error) {
    throw subject.calls > 0 ? error : notReached(subject, error)
  } finally {
    clearTimeout(timer)
  }
}

function notReached({ lastStatus }: Subject, cause: unknown): Error {
  const answered = lastStatus === undefined ? '' : `, which the middleware answered with ${lastStatus}`
  return new Error(`conformance: the application was not reached by a request with what the options give it${answered}: ${String(cause)}`, {
    cause,
  })
}

function throwFailure({ outcome, reason, error }: MiddlewareResult): void {
  if (outcome === 'failed') throw error ?? new Error(reason)
}
