import type { Arrival } from '../arrival.ts'
import { isIn } from '../grammar.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

export const urlRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-110',
    sentence: 'The `method` is a token, in the case the client sent it.',
    clause: 'RFC 9110 §9.1',
    severity: 'error',
    check: ({ context }) => unless(isIn('token', context.method), context.method),
  },
  {
    code: 'LINT-111',
    sentence: 'The `url` is a `URL` with the scheme `http` or `https`.',
    clause: 'SPEC §3.1',
    severity: 'error',
    check: ({ context, url }) => unless(url?.protocol === 'http:' || url?.protocol === 'https:', url?.href ?? context.url),
  },
  {
    code: 'LINT-112',
    sentence: 'The `url` has no fragment, no user name and no password.',
    clause: 'RFC 9110 §4.2.4, §7.1',
    severity: 'error',
    check: ({ url }) => unless(!url || (!url.href.includes('#') && url.username === '' && url.password === ''), url?.href),
  },
  {
    code: 'LINT-113',
    sentence: 'The `mount` is empty, or begins with a slash and does not end with one.',
    clause: 'SPEC §3.1',
    severity: 'error',
    check: ({ context }) => unless(typeof context.mount === 'string' && /^(?:\/.*[^/])?$/s.test(context.mount), context.mount),
  },
  {
    code: 'LINT-114',
    sentence: 'The `path` is empty or begins with a slash.',
    clause: 'SPEC §3.1',
    severity: 'error',
    check: ({ context }) => unless(typeof context.path === 'string' && /^(?:\/|$)/.test(context.path), context.path),
  },
  {
    code: 'LINT-115',
    sentence: 'The `mount` followed by the `path` is the path of the `url`, byte for byte; for CONNECT both are empty.',
    clause: 'SPEC §3.1',
    severity: 'error',
    check({ context, url }) {
      const whole = String(context.mount) + String(context.path)
      if (!url || whole === url.pathname || (context.method === 'CONNECT' && whole === '')) return undefined
      return `${show(context.mount)} and ${show(context.path)} with ${show(url.pathname)}`
    },
  },
  {
    code: 'LINT-116',
    sentence: 'The `query` is the query of the `url` without its question mark, and empty when there is none.',
    clause: 'SPEC §3.1',
    severity: 'error',
    check: ({ context, url }) =>
      unless(typeof context.query === 'string' && (!url || context.query === url.search.slice(1)), context.query),
  },
  {
    code: 'LINT-117',
    sentence: 'The `target` is the raw request target: not empty, without white space and control characters.',
    clause: 'RFC 9112 §3.2',
    severity: 'error',
    check: ({ context }) => unless(typeof context.target === 'string' && /^[^\0-\x20\x7f]+$/.test(context.target), context.target),
  },
  {
    code: 'LINT-118',
    sentence: 'The `target` is `*` only where the method is OPTIONS.',
    clause: 'RFC 9112 §3.2.4',
    severity: 'error',
    check: ({ context }) => unless(context.target !== '*' || context.method === 'OPTIONS', context.method),
  },
]
