import type { Context } from '@gangway/gateway'
import { andThen, orElse, type Awaitable } from './awaitable.ts'
import type { Found, Kept } from './keeper.ts'
import { receivedCookies } from './received-cookies.ts'
import { flashMark } from './session-key.ts'
import { SessionStoreError } from './session-store-error.ts'
import type { Settings } from './settings.ts'
import type { SchemaResult, StandardSchema } from './standard-schema.ts'
import { decodeValue, encodeValue } from './value-codec.ts'
import type { Json } from './json.ts'

/** What a request came with. */
export interface Arrival {
  readonly kept: Kept | null
  /** The data as the application sees it: what was kept, or what the schema made of it. */
  readonly values: ReadonlyMap<string, Json>
  readonly secure: boolean
  /** The names of the cookies that were there. */
  readonly names: ReadonlySet<string>
  /** The cookie's value that belongs to `kept`. */
  readonly value: string | undefined
  /** Whether cookies that were there must be left alone: a good one may be on its way, or the store could not be asked. */
  readonly untouchable: boolean
  /** Whether the store could not be asked. */
  readonly missing: boolean
}

const noValues: ReadonlyMap<string, Json> = new Map()

/** Finds the session of a request: the first cookie of the name that stands for one which has not expired. */
export function findSession(context: Context, settings: Settings): Awaitable<Arrival> {
  const field = context.headers.get('cookie')
  const secure = settings.cookie.isSecure(context.url.protocol === 'https:')
  const { names, values } = receivedCookies(field, settings.cookie.nameOf(secure))
  const nothing: Arrival = { kept: null, values: noValues, secure, names, value: undefined, untouchable: false, missing: false }
  if (values.length === 0) return nothing
  const find = (): Awaitable<Arrival> =>
    andThen(firstOf(values, 0, nothing, settings), (arrival) => validated(arrival, nothing, context, settings))
  return orElse(find, withoutStore)

  function withoutStore(error: unknown): Arrival {
    if (settings.onStoreError === 'fail' || !(error instanceof SessionStoreError)) throw error
    context.log(error)
    return { ...nothing, untouchable: true, missing: true }
  }
}

function firstOf(values: readonly string[], index: number, nothing: Arrival, settings: Settings): Awaitable<Arrival> {
  const value = values[index]
  if (value === undefined) return nothing
  return andThen(settings.keeper.find(value), (found: Found) => {
    if (found === 'ended') return firstOf(values, index + 1, { ...nothing, untouchable: true }, settings)
    if (!found || found.state.expiresAt <= settings.now()) return firstOf(values, index + 1, nothing, settings)
    return { ...nothing, kept: found, values: found.state.values, value, untouchable: false }
  })
}

function validated(arrival: Arrival, nothing: Arrival, context: Context, { schema }: Settings): Awaitable<Arrival> {
  if (!schema || !arrival.kept) return arrival
  return andThen(resultOf(schema, arrival.values), (result) => {
    if (!result.issues) return { ...arrival, values: encoded(result.value) }
    context.log(`session: the data that was kept is not what the schema wants: ${wordsOf(result)}`)
    return nothing
  })
}

function resultOf(schema: StandardSchema<object>, values: ReadonlyMap<string, Json>): Awaitable<SchemaResult<object>> {
  const data = Object.fromEntries([...values].filter(([key]) => !key.startsWith(flashMark)).map(([key, json]) => [key, decodeValue(json)]))
  const result = schema['~standard'].validate(data)
  return andThen(result, (made) => (made.issues ? made : { value: { ...made.value, ...flashesOf(values) } }))
}

function flashesOf(values: ReadonlyMap<string, Json>): object {
  return Object.fromEntries([...values].filter(([key]) => key.startsWith(flashMark)).map(([key, json]) => [key, decodeValue(json)]))
}

function encoded(data: object): Map<string, Json> {
  return new Map(Object.entries(data).map(([key, value]) => [key, encodeValue(value, key)]))
}

function wordsOf({ issues }: SchemaResult<object>): string {
  return (issues ?? [])
    .map(({ message, path = [] }) => `${path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')}: ${message}`)
    .join('; ')
}
