import { fieldOf, type Answer } from '../answer.ts'
import { isIn } from '../grammar.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

// RFC 9110 §7.6.1, and what RFC 3875 §6.3.4 leaves to the server
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

const longestLine = 8190
const longestHead = 4096

// RFC 9110 §15.5.2, §15.5.6, §15.5.8; §15.3.7 for 206 is a rule of its own
const demanded: ReadonlyMap<number, string> = new Map([
  [401, 'www-authenticate'],
  [405, 'allow'],
  [407, 'proxy-authenticate'],
])

export const fieldRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-220',
    sentence: "The names of the response's fields are tokens.",
    clause: 'RFC 9110 §5.1',
    severity: 'error',
    check({ fields }) {
      const wrong = fields.find(([name]) => !isIn('token', name))
      return wrong && show(wrong[0])
    },
  },
  {
    code: 'LINT-221',
    sentence:
      "The values of the response's fields are latin1 text without CR, LF, NUL and other control characters, and without space around them.",
    clause: 'RFC 9110 §5.5',
    severity: 'error',
    check({ fields }) {
      const wrong = fields.find(([, value]) => !isIn('fieldValue', value))
      return wrong && `${wrong[0]}: ${show(wrong[1])}`
    },
  },
  {
    code: 'LINT-222',
    sentence:
      'An application leaves the fields of the connection to the server: `connection`, `keep-alive`, `proxy-connection`, `te`, `trailer`, `transfer-encoding`, `upgrade`.',
    clause: 'RFC 9110 §7.6.1, RFC 3875 §6.3.4',
    severity: 'error',
    check: ({ fields }) => fields.find(([name]) => hopByHop.includes(name.toLowerCase()))?.[0],
  },
  {
    code: 'LINT-223',
    sentence: 'There is no `status` field: in CGI it would be the status.',
    clause: 'RFC 3875 §6.3.3',
    severity: 'error',
    check: (answer) => unless(fieldOf(answer, 'status') === undefined, fieldOf(answer, 'status')),
  },
  {
    code: 'LINT-224',
    sentence: 'The names of fields have no underscore, which servers drop or take for a hyphen.',
    clause: 'RFC 3875 §4.1.18',
    severity: 'warn',
    check: ({ fields }) => fields.find(([name]) => name.includes('_'))?.[0],
  },
  {
    code: 'LINT-225',
    sentence: 'No line of the head is longer than 8190 bytes, the limit of Apache.',
    clause: 'SPEC §4.2',
    severity: 'warn',
    check({ fields }) {
      const long = fields.find(([name, value]) => name.length + value.length + 2 > longestLine)
      return long && `${long[0]} with ${long[1].length} bytes`
    },
  },
  {
    code: 'LINT-226',
    sentence: 'The whole head is not longer than 4096 bytes, which is where nginx stops unless told otherwise.',
    clause: 'SPEC §4.2',
    severity: 'warn',
    check({ fields }) {
      const length = fields.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
      return length > longestHead ? `${length} bytes` : undefined
    },
  },
  {
    code: 'LINT-227',
    sentence: 'A 401 has `www-authenticate`, a 405 `allow`, a 407 `proxy-authenticate`.',
    clause: 'RFC 9110 §15.5.2, §15.5.6, §15.5.8',
    severity: 'error',
    check(answer) {
      const name = demanded.get(answer.status)
      return name !== undefined && fieldOf(answer, name) === undefined ? `${answer.status} without ${name}` : undefined
    },
  },
  {
    code: 'LINT-228',
    sentence: 'A 206 has `content-range`, unless it is `multipart/byteranges`.',
    clause: 'RFC 9110 §15.3.7',
    severity: 'error',
    check(answer) {
      const isMultipart = fieldOf(answer, 'content-type')?.toLowerCase().startsWith('multipart/byteranges')
      return answer.status === 206 && !isMultipart && fieldOf(answer, 'content-range') === undefined
        ? '206 without content-range'
        : undefined
    },
  },
]
