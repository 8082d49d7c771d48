import { HttpError, isAuthority, type Context } from '@gangway/gateway'
import { parseForwarded, type ForwardedElement } from './forwarded-field.ts'
import { parseNode, type Node } from './node.ts'
import type { Purpose, Settings } from './options.ts'

/** What trusted proxies tell of a request. */
export interface Told {
  /** Who asked the first of them. */
  readonly client: Node | undefined
  readonly scheme: 'http' | 'https' | undefined
  readonly host: string | undefined
  readonly prefix: string | undefined
}

/**
 * What the fields of a request from a trusted peer tell.
 * @throws {HttpError} 400 when one of them is malformed.
 */
export function toldBy(context: Context, settings: Settings): Told | undefined {
  const values = valuesIn(context, settings)
  const nodes = values.client.map(parseNode)
  if (settings.hops !== undefined && settings.fields.client !== undefined && nodes.length < settings.hops) return undefined
  const index = clientIndex(nodes, settings)
  const told = (purpose: Purpose) => valueAt(values[purpose], index, nodes.length)
  return {
    client: nodes[index],
    scheme: checked(told('scheme'), schemeFrom, settings.fields.scheme),
    host: checked(told('host'), (host) => (isAuthority(host) ? host : undefined), settings.fields.host),
    prefix: checked(told('prefix'), prefixFrom, settings.fields.prefix),
  }
}

// From the right, the nearest: whoever is not trusted is the client, and all to the left of him is hearsay.
function clientIndex(nodes: readonly Node[], { isTrusted }: Settings): number {
  let index = nodes.length - 1
  for (let hop = 1; index > 0 && isTrusted(nodes[index]?.address ?? '', hop); hop++) index--
  return index
}

// Lists that grew together are read at the same place; else the nearest proxy's word counts.
function valueAt(values: readonly string[], index: number, length: number): string | undefined {
  return values.length === length && length > 0 ? values[index] : values.at(-1)
}

function valuesIn({ headers }: Context, { fields }: Settings): Readonly<Record<Purpose, readonly string[]>> {
  const isStandard = Object.values(fields).includes('forwarded')
  const elements = isStandard ? elementsIn(headers.get('forwarded')) : []
  const valuesOf = (purpose: Purpose, parameter: string): readonly string[] => {
    const field = fields[purpose]
    if (field === undefined) return []
    if (field === 'forwarded') return elements.map((element) => element.get(parameter) ?? '')
    return (headers.get(field) ?? '').split(',').flatMap((value) => value.trim() || [])
  }
  return {
    client: valuesOf('client', 'for'),
    scheme: valuesOf('scheme', 'proto'),
    host: valuesOf('host', 'host'),
    prefix: valuesOf('prefix', ''),
  }
}

function elementsIn(field: string | null): readonly ForwardedElement[] {
  const elements = field === null ? [] : parseForwarded(field)
  if (elements) return elements
  throw new HttpError(400, 'The Forwarded field is malformed')
}

function checked<Value>(value: string | undefined, parse: (value: string) => Value | undefined, field = ''): Value | undefined {
  if (value === undefined || value === '') return undefined
  const parsed = parse(value)
  if (parsed !== undefined) return parsed
  throw new HttpError(400, `The field ${field} is malformed`)
}

function schemeFrom(value: string): 'http' | 'https' | undefined {
  const scheme = value.toLowerCase()
  if (scheme === 'https' || scheme === 'wss') return 'https'
  return scheme === 'http' || scheme === 'ws' ? 'http' : undefined
}

function prefixFrom(value: string): string | undefined {
  const prefix = value.replace(/\/$/, '')
  if (!/^(?:\/[\w\-.~!$&'()*+;=:@%]+)*$/.test(prefix)) return undefined
  return new URL(`http://a${prefix}`).pathname.replace(/^\/$/, '') === prefix ? prefix : undefined
}
