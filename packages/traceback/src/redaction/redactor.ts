import { redactedValue, type Member, type Value } from '../values/value.ts'
import { isSecretName } from './secret-name.ts'
import { withoutShapes } from './shapes.ts'

const mark = '[redacted]'
const prefixLength = 12

/** Takes secrets out of what is reported. */
export class Redactor {
  readonly #names: RegExp | undefined
  readonly #secrets: readonly string[]

  /** `names` are further names to hide, `secrets` texts that are hidden wherever they stand, longest first. */
  constructor(names?: RegExp, secrets: readonly string[] = []) {
    // Without `g` and `y`, with which a pattern remembers where it was.
    this.#names = names && new RegExp(names.source, names.flags.replace(/[gy]/g, ''))
    this.#secrets = secrets
  }

  /** Whether the value of what is called so is hidden. */
  hides(name: string): boolean {
    return isSecretName(name) || this.#names?.test(name) === true
  }

  /** A text without secrets in it. */
  text(text: string): string {
    let rest = text
    for (const secret of this.#secrets) rest = withoutSecret(rest, secret)
    return this.#withoutPairs(withoutShapes(rest))
  }

  /** Lines of source without secrets in them, as many as before. */
  source(lines: readonly string[]): string[] {
    return this.text(lines.join('\n'))
      .split('\n')
      .map((line) => this.#withoutLiterals(line))
  }

  /** The text of a named field, such as a header. */
  field(name: string, text: string): string {
    return text !== '' && this.hides(name) ? mark : this.text(text)
  }

  /** A value and all its members. */
  value(name: string, value: Value): Value {
    // That there is no value where one should be is what one wants to know.
    const isTelling =
      value.type === 'undefined' || value.type === 'null' || (value.type === 'string' && value.text === '') || value.type === 'boolean'
    if (!isTelling && this.hides(name)) return redactedValue
    const text = this.text(value.text)
    return value.members ? { ...value, text, members: value.members.map((member) => this.#member(member)) } : { ...value, text }
  }

  #member({ name, value }: Member): Member {
    return { name: this.text(name), value: this.value(name, value) }
  }

  // `password=hunter2` and `"password":"hunter2"`
  #withoutPairs(text: string): string {
    return text
      .replace(/([\w.-]{1,60})=([^\s&;,"'`)]+)/g, (pair, name: string) => (this.hides(name) ? `${name}=${mark}` : pair))
      .replace(/"([\w.-]{1,60})" ?: ?"[^"]*"?/g, (pair, name: string) => (this.hides(name) ? `"${name}":"${mark}"` : pair))
  }

  #withoutLiterals(line: string): string {
    return line.replace(
      /([\w$]{1,60})(['"]?\s{0,20}[:=]\s{0,20})(['"`])([^'"`]{1,500})\3/g,
      (found, name: string, between: string, quote: string) => (this.hides(name) ? `${name}${between}${quote}${mark}${quote}` : found),
    )
  }
}

// Also where only the beginning of a long secret is left: a text may have been cut before it came here.
function withoutSecret(text: string, secret: string): string {
  const prefix = secret.slice(0, prefixLength)
  let rest = text
  for (let from = rest.indexOf(prefix); from !== -1; from = rest.indexOf(prefix, from + mark.length)) {
    let length = prefix.length
    while (length < secret.length && rest[from + length] === secret[length]) length++
    rest = rest.slice(0, from) + mark + rest.slice(from + length)
  }
  return rest
}
