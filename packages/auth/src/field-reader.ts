const tokenCharacter = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
const token68Characters = /[A-Za-z0-9\-._~+/]+=*/y
const quotedString = /"((?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*)"/y
const blanks = /[ \t]*/y

/** Reads a field from its beginning to its end, each character once. */
export class FieldReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length
  }

  get position(): number {
    return this.#at
  }

  /** Goes back to where it was. */
  rewind(position: number): void {
    this.#at = position
  }

  /** A token (RFC 9110 §5.6.2). */
  token(): string | undefined {
    return this.#take(tokenCharacter)?.[0]
  }

  token68(): string | undefined {
    return this.#take(token68Characters)?.[0]
  }

  /** What stands in a quoted string, without its escapes. */
  quoted(): string | undefined {
    return this.#take(quotedString)?.[1]?.replaceAll(/\\(.)/gs, '$1')
  }

  /** Optional whitespace; how much of it there was. */
  blanks(): number {
    return this.#take(blanks)?.[0].length ?? 0
  }

  /** Whether this character comes next; if so it is passed. */
  passes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at = pattern.lastIndex
    return match
  }
}
