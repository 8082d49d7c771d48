import type { Encoded, Encoder } from './engine.ts'

type Transform = import('node:stream').Transform
type Flushable = Transform & { flush(callback: Done): void }

type Done = (error?: Error | null) => void

const nothing: Encoded = []

/** An encoder over one of the streams of `node:zlib`, whose work is done on libuv's threads. */
export class NodeEncoder implements Encoder {
  readonly #transform: Flushable
  #output: Uint8Array[] = []
  #fail: ((error: Error) => void) | undefined

  constructor(transform: Flushable) {
    this.#transform = transform
    transform.on('data', (bytes: Uint8Array) => this.#output.push(bytes))
    transform.on('error', (error) => this.#fail?.(error))
  }

  write(bytes: Uint8Array, flush: boolean): Encoded | Promise<Encoded> {
    if (bytes.byteLength === 0 && !flush) return nothing
    return this.#until((done) => {
      if (bytes.byteLength > 0) this.#transform.write(bytes, flush ? undefined : done)
      if (flush) this.#transform.flush(done)
    })
  }

  end(bytes: Uint8Array): Promise<Encoded> {
    return this.#until((done) => {
      // The event of the readable side: 'finish' comes before the last bytes.
      this.#transform.once('end', () => done())
      this.#transform.end(bytes)
    })
  }

  close(): void {
    this.#transform.destroy()
  }

  #until(work: (done: Done) => void): Promise<Encoded> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      work((error) => (error ? reject(error) : resolve(this.#taken())))
    })
  }

  #taken(): Encoded {
    // What is there already is given as events before this returns.
    this.#transform.read()
    const taken = this.#output
    this.#output = []
    return taken
  }
}
