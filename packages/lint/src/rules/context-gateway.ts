import type { Arrival } from '../arrival.ts'
import { isObject, missingMethods, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { boolean, filledText, misshapen, natural, oneOf, optional, shaped, text, texts, type Check } from '../shape.ts'
import { show } from '../show.ts'

const iterable: Check = (value) => missingMethods(value, [Symbol.asyncIterator]).length === 0

const gatewayShape = {
  protocol: oneOf('http', 'cgi', 'fastcgi', 'scgi', 'ajp', 'fetch'),
  version: filledText,
  software: text,
  role: oneOf(undefined, 'responder', 'authorizer', 'filter'),
  multiprocess: boolean,
  runOnce: boolean,
  variables: isObject,
  attributes: optional(texts),
  redirect: optional(shaped({ status: natural, url: text, query: text })),
  data: optional(shaped({ stream: iterable, length: natural, lastModified: natural })),
}
const canShape = { informational: boolean, trailers: boolean, upgrade: boolean, sendfile: boolean, fullDuplex: boolean }

export const gatewayRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-143',
    sentence: 'The `gateway` says its protocol, version, software, `multiprocess`, `runOnce` and variables.',
    clause: 'SPEC §3.5',
    severity: 'error',
    check: ({ context }) => misshapen('gateway', context.gateway, gatewayShape),
  },
  {
    code: 'LINT-144',
    sentence: 'The `gateway.variables` are an object without prototype, whose values are latin1 text.',
    clause: 'RFC 3875 §4.1, SPEC §3.5',
    severity: 'error',
    check({ context }) {
      const variables = read(context.gateway, 'variables')
      if (!isObject(variables) || Object.getPrototypeOf(variables) !== null) return 'an object with a prototype'
      const wrong = Object.entries(variables).find(([, value]) => typeof value !== 'string' || /[^\0-\xff]/.test(value))
      return wrong && `${wrong[0]} is ${show(wrong[1])}`
    },
  },
  {
    code: 'LINT-145',
    sentence: 'There is no `HTTP_CONTENT_TYPE` and no `HTTP_CONTENT_LENGTH` among the variables: these two have names of their own.',
    clause: 'RFC 3875 §4.1.18',
    severity: 'error',
    check({ context }) {
      const variables = read(context.gateway, 'variables')
      return ['HTTP_CONTENT_TYPE', 'HTTP_CONTENT_LENGTH'].find((name) => read(variables, name) !== undefined)
    },
  },
  {
    code: 'LINT-146',
    sentence: 'Every member of `can` is there and is a boolean: `informational`, `trailers`, `upgrade`, `sendfile`, `fullDuplex`.',
    clause: 'SPEC §3.5',
    severity: 'error',
    check: ({ context }) => misshapen('can', context.can, canShape),
  },
]
