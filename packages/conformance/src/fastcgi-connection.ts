// https://fast-cgi.github.io/spec §3, §5
import { encodeParams, protocolStatus, RecordParser, recordType, decodeEndRequest, WireError } from '@gangway/wire'
import type { FastcgiRecord } from '@gangway/wire'
import type { Duplex } from 'node:stream'
import { CgiOutputReader } from './cgi-output.ts'
import type { Connection, Sending } from './driver.ts'
import { FastcgiRecordWriter, type FastcgiRecords } from './fastcgi-record-writer.ts'
import { metaVariables, type WebServerSite } from './meta-variables.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'

/** How a web server uses its connection. */
export interface FastcgiMangling extends FastcgiRecords {
  /** Whether the connection is kept for further requests. Default: `false`. */
  keepConnection?: boolean
  /** What becomes of a request whose client left: the connection is closed, or ABORT_REQUEST is sent. Default: `close`. */
  leave?: 'close' | 'abort'
}

const requestId = 1

interface Current {
  readonly receiver: Receiver
  readonly output: CgiOutputReader
  stdoutEnded: boolean
  /** Whether ABORT_REQUEST was sent: then END_REQUEST is all that is due. */
  aborted: boolean
}

/** A web server's connection to a FastCGI application, for one request at a time. */
export class FastcgiConnection implements Connection {
  readonly #socket: Duplex
  readonly #site: WebServerSite
  readonly #mangling: FastcgiMangling
  readonly #writer: FastcgiRecordWriter
  readonly #parser = new RecordParser()
  #current: Current | undefined
  #isIdle = true

  constructor(socket: Duplex, site: WebServerSite, mangling: FastcgiMangling) {
    this.#socket = socket
    this.#site = site
    this.#mangling = mangling
    this.#writer = new FastcgiRecordWriter(socket, mangling)
    let failure = ''
    socket.on('data', (bytes: Uint8Array) => this.#push(bytes))
    socket.on('error', (error) => (failure = error.message))
    socket.on('close', () => this.#closed(failure))
  }

  get usable(): boolean {
    return this.#mangling.keepConnection === true && this.#isIdle && this.#socket.writable
  }

  open(head: RequestHead, receiver: Receiver): Sending {
    this.#current = { receiver, output: new CgiOutputReader(receiver), stdoutEnded: false, aborted: false }
    this.#isIdle = false
    const flags = this.#mangling.keepConnection ? 1 : 0
    this.#writer.record(recordType.beginRequest, requestId, Uint8Array.of(0, 1, flags, 0, 0, 0, 0, 0))
    this.#writer.stream(recordType.params, requestId, encodeParams(metaVariables(head, this.#site).flat()))
    this.#writer.record(recordType.params, requestId)
    if (head.framing.kind === 'none') this.#writer.record(recordType.stdin, requestId)
    void this.#writer.flush()
    return this.#sending(head)
  }

  close(): void {
    this.#socket.destroy()
  }

  #sending({ framing }: RequestHead): Sending {
    const [socket, writer] = [this.#socket, this.#writer]
    const end = async () => {
      if (framing.kind !== 'none') writer.record(recordType.stdin, requestId)
      await writer.flush()
    }
    return {
      write(bytes) {
        writer.stream(recordType.stdin, requestId, bytes)
        return writer.flush()
      },
      end,
      breakOff: framing.kind === 'unknown' ? async () => void socket.destroy() : end,
      leave: () => this.#leave(),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
    }
  }

  #leave(): void {
    if (this.#mangling.leave !== 'abort') {
      this.#socket.destroy()
      return
    }
    if (this.#current) this.#current.aborted = true
    this.#writer.record(recordType.abortRequest, requestId)
    void this.#writer.flush()
  }

  #push(bytes: Uint8Array): void {
    try {
      this.#parser.push(bytes)
      for (let record = this.#parser.next(); record !== null; record = this.#parser.next()) this.#take(record)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#current?.receiver.fault(error.message)
      this.#socket.destroy()
    }
  }

  #take(record: FastcgiRecord): void {
    const current = this.#current
    if (!current) return
    if (this.#isIdle) current.receiver.fault(`a record of type ${record.type} after END_REQUEST`)
    else if (record.requestId !== requestId) current.receiver.fault(`a record for request ${record.requestId}`)
    else if (record.type === recordType.stdout) takeOutput(current, record.content)
    else if (record.type === recordType.stderr) current.receiver.log(Buffer.from(record.content).toString())
    else if (record.type === recordType.endRequest) this.#endRequest(current, record.content)
    else current.receiver.fault(`a record of type ${record.type}`)
  }

  #endRequest({ receiver, stdoutEnded, aborted }: Current, content: Uint8Array): void {
    const status = decodeEndRequest(content).protocolStatus
    if (!stdoutEnded && !aborted) receiver.fault('END_REQUEST before the end of STDOUT')
    if (status !== protocolStatus.requestComplete) receiver.fault(`END_REQUEST with protocol status ${status}`)
    this.#isIdle = true
    // Without FCGI_KEEP_CONN the application closes the connection (§3.5): that is the end of the response.
    if (this.#mangling.keepConnection) receiver.end(aborted ? 'broken' : 'complete', aborted ? 'it was aborted' : '')
  }

  #closed(failure: string): void {
    if (this.#isIdle) this.#current?.receiver.end('complete')
    else this.#current?.receiver.end('broken', failure || 'the connection ended before END_REQUEST')
  }
}

function takeOutput(current: Current, content: Uint8Array): void {
  if (current.stdoutEnded) current.receiver.fault('STDOUT after its end')
  if (content.byteLength === 0) current.stdoutEnded = true
  else current.output.push(content)
}
