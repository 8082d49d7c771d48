import { now } from './clock.ts'
import type { Completion } from './context.ts'
import type { Lifetime } from './gateway-context.ts'

/** The time from request to response under a Fetch server, which tells only through the body how it went. */
export class FetchLifetime implements Lifetime {
  readonly #request: Request
  readonly #started = now()
  #whenCompleted: PromiseWithResolvers<Completion> | undefined
  #completion: Completion | undefined
  #began = false
  #status: number | undefined

  constructor(request: Request) {
    this.#request = request
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }

  get completed(): Promise<Completion> {
    if (this.#completion) return Promise.resolve(this.#completion)
    return (this.#whenCompleted ??= Promise.withResolvers<Completion>()).promise
  }

  get began(): boolean {
    return this.#began
  }

  /** The response that is handed to the server: its body is counted where somebody waits for the end. */
  track(response: Response): Response {
    this.#began = true
    this.#status = response.status
    if (this.#whenCompleted && response.body) return new Response(this.#counted(response.body), response)
    this.#complete('sent', 0)
    return response
  }

  #counted(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    let bytes = 0
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const { done, value } = await reader.read()
      if (done) {
        this.#complete('sent', bytes)
        controller.close()
        return
      }
      bytes += value.byteLength
      controller.enqueue(value)
    }
    return new ReadableStream<Uint8Array>(
      {
        pull: (controller) =>
          pull(controller).catch((error: unknown) => {
            this.#complete('failed', bytes)
            throw error
          }),
        cancel: (reason) => {
          this.#complete('aborted', bytes)
          return reader.cancel(reason)
        },
      },
      { highWaterMark: 0 },
    )
  }

  #complete(outcome: Completion['outcome'], bytes: number): void {
    const milliseconds = now() - this.#started
    this.#completion = { outcome, ...(this.#status !== undefined && { status: this.#status }), bytes, milliseconds }
    this.#whenCompleted?.resolve(this.#completion)
  }
}
