import { cookiesOf, fieldOf, type Answer } from '../answer.ts'
import { isIn, isTokenList } from '../grammar.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

const redirects = [301, 302, 303, 307, 308]

export const metadataRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-240',
    sentence: 'Each `set-cookie` is one cookie, with a name and an equals sign; cookies are never joined with commas.',
    clause: 'RFC 6265 §3, §4.1.1',
    severity: 'error',
    check(answer) {
      const wrong = cookiesOf(answer).find((cookie) => isIn('joinedCookies', cookie) || !/^[^=;]*[^\s=;][^=;]*=/.test(cookie))
      return wrong === undefined ? undefined : show(wrong)
    },
  },
  {
    code: 'LINT-241',
    sentence: 'A `set-cookie` keeps to the grammar of RFC 6265, and to the names and attributes which clients take together.',
    clause: 'RFC 6265 §4.1.1, RFC 6265bis §4.1.3',
    severity: 'warn',
    check(answer) {
      const wrong = cookiesOf(answer).find((cookie) => !isIn('cookie', cookie) || !isTakenByClients(cookie))
      return wrong === undefined ? undefined : show(wrong)
    },
  },
  {
    code: 'LINT-242',
    sentence: 'A `location` is a URI reference in ASCII.',
    clause: 'RFC 9110 §10.2.2',
    severity: 'error',
    check(answer) {
      const location = fieldOf(answer, 'location')
      return unless(
        location === undefined ||
          (/^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x7e]+$/.test(location) && URL.canParse(location, 'http://localhost/')),
        location,
      )
    },
  },
  {
    code: 'LINT-243',
    sentence: 'A redirect with status 301, 302, 303, 307 or 308 has a `location`.',
    clause: 'RFC 9110 §15.4',
    severity: 'warn',
    check: (answer) =>
      redirects.includes(answer.status) && fieldOf(answer, 'location') === undefined ? `${answer.status} without one` : undefined,
  },
  {
    code: 'LINT-244',
    sentence: 'An `etag` is an entity tag: quoted, with or without `W/` before it.',
    clause: 'RFC 9110 §8.8.3',
    severity: 'error',
    check: (answer) => wrongField(answer, 'etag', (tag) => isIn('entityTag', tag)),
  },
  {
    code: 'LINT-245',
    sentence: '`date` and `last-modified` are dates in the fixed form of HTTP, and `retry-after` is one or a number of seconds.',
    clause: 'RFC 9110 §5.6.7, §10.2.3',
    severity: 'error',
    check: (answer) =>
      wrongField(answer, 'date', isDate) ??
      wrongField(answer, 'last-modified', isDate) ??
      wrongField(answer, 'retry-after', isDateOrSeconds),
  },
  {
    code: 'LINT-246',
    sentence: 'An `expires` is a date in the fixed form of HTTP.',
    clause: 'RFC 9111 §5.3',
    severity: 'warn',
    check: (answer) => wrongField(answer, 'expires', isDate),
  },
  {
    code: 'LINT-247',
    sentence: 'A `vary` is a list of field names, or `*`.',
    clause: 'RFC 9110 §12.5.5',
    severity: 'error',
    check: (answer) => wrongField(answer, 'vary', isTokenList),
  },
  {
    code: 'LINT-248',
    sentence: 'A `vary` names the fields it depends on: with `*` no cache can keep the response.',
    clause: 'RFC 9110 §12.5.5',
    severity: 'warn',
    check: (answer) => wrongField(answer, 'vary', (value) => !/(?:^|,)\s*\*/.test(value)),
  },
]

function wrongField(answer: Answer, name: string, isRight: (value: string) => boolean): string | undefined {
  const value = fieldOf(answer, name)
  return value === undefined || isRight(value) ? undefined : `${name}: ${show(value)}`
}

function isDate(value: string): boolean {
  return isIn('date', value)
}

function isDateOrSeconds(value: string): boolean {
  return isDate(value) || /^\d+$/.test(value)
}

// RFC 6265bis §4.1.3, §5.7: what browsers drop without a word
function isTakenByClients(cookie: string): boolean {
  const [pair = '', ...rest] = cookie.split(';')
  const attributes = new Map(
    rest.map((attribute): [string, string] => [nameOf(attribute), attribute.slice(attribute.indexOf('=') + 1).trim()]),
  )
  const isSecure = attributes.has('secure')
  const name = pair.trim().toLowerCase()
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !isSecure) return false
  if (name.startsWith('__secure-')) return isSecure
  if (name.startsWith('__host-')) return isSecure && attributes.get('path') === '/' && !attributes.has('domain')
  return true
}

function nameOf(attribute: string): string {
  return (attribute.split('=')[0] ?? '').trim().toLowerCase()
}
