import type { Field } from './field.ts'
import { pattern } from './pattern.ts'
import type { BodyStep, PeerRequest } from './peer-request.ts'

/** Returns a whole number from 0 up to, not including, the limit. */
export type Choose = (limit: number) => number

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']
const nameCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const pathCharacters = [...nameCharacters, ...'ABC-_~!$&()*+,;=:@'.split(''), '%2F', '%20', '%c3%a9', '%25', '%E9']
const queryCharacters = [...pathCharacters, ...'/?[]'.split('')]
const valueCharacters = [...pathCharacters, ...' "<>\\^`{|}\xe9\xff\x80'.split('')]

/** A request of any shape that every HTTP client can send, made by choices: the same choices give the same request. */
export function randomRequest(choose: Choose): PeerRequest {
  const method = pick(choose, methods)
  const hasBody = method !== 'GET' && choose(3) > 0
  return {
    method,
    target: target(choose),
    fields: several(choose, 8, () => field(choose)),
    ...(hasBody && { body: several(choose, 6, () => chunk(choose)), length: choose(2) === 0 ? 'known' : 'unknown' }),
  }
}

function target(choose: Choose): string {
  const segments = several(choose, 4, () => text(choose, pathCharacters, 12))
  const query = choose(2) === 0 ? '' : `?q${text(choose, queryCharacters, 30)}`
  return `/${segments.join('/')}${query}`
}

// Few names, so that some are repeated; lengths on both sides of 127.
function field(choose: Choose): Field {
  const name = `x-${text(choose, nameCharacters, 2)}${'-long'.repeat(choose(2) * choose(40))}`
  return [name, text(choose, valueCharacters, choose(2) === 0 ? 20 : 200).trim()]
}

function chunk(choose: Choose): BodyStep {
  if (choose(4) === 0) return { pause: choose(3) }
  return pattern(choose(3) === 0 ? choose(100_000) : choose(300))
}

function text(choose: Choose, characters: readonly string[], limit: number): string {
  return Array.from({ length: choose(limit) }, () => pick(choose, characters)).join('')
}

function several<Item>(choose: Choose, limit: number, make: () => Item): Item[] {
  return Array.from({ length: choose(limit) }, make)
}

function pick<Item>(choose: Choose, items: readonly Item[]): Item {
  const picked = items[choose(items.length)]
  if (picked === undefined) throw new TypeError('conformance: nothing to choose from')
  return picked
}
