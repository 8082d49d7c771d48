// https://www.rfc-editor.org/rfc/rfc3875 §6
import { CgiHeadParser, WireError, type CgiHead } from '@gangway/wire'
import { fieldsFrom } from './field.ts'
import type { Receiver } from './receiver.ts'

/** Reads what a CGI program or a FastCGI responder writes: heads of interim responses, the head, the body. */
export class CgiOutputReader {
  readonly #receiver: Receiver
  #parser = newParser()

  constructor(receiver: Receiver) {
    this.#receiver = receiver
  }

  push(bytes: Uint8Array): void {
    if (this.#receiver.ended) return
    if (this.#receiver.status !== 0) this.#receiver.data(bytes)
    else this.#readHead(bytes)
  }

  #readHead(bytes: Uint8Array): void {
    try {
      const head = this.#parser.push(bytes)
      if (head) this.#take(head)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#receiver.fault(error.message)
      this.#receiver.end('broken', error.message)
    }
  }

  #take({ status, statusText, fields, nonParsed, localRedirect, rest }: CgiHead): void {
    if (nonParsed) this.#receiver.fault('an HTTP status line where a CGI head is due')
    if (localRedirect !== null) this.#receiver.fault(`a local redirect to ${localRedirect}`)
    if (status >= 200) this.#receiver.head(status, statusText, fieldsFrom(fields))
    else this.#receiver.interim(status, fieldsFrom(fields))
    if (status < 200) this.#parser = newParser()
    if (rest.byteLength > 0) this.push(rest)
  }
}

function newParser(): CgiHeadParser {
  return new CgiHeadParser({ maxBytes: 1_048_576 })
}
