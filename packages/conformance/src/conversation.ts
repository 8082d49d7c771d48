import { setTimeout as sleep } from 'node:timers/promises'
import type { Sending } from './driver.ts'
import type { BodyStep } from './peer-request.ts'
import type { ObservedResponse, Receiver } from './receiver.ts'

/** One exchange, step by step. */
export class Conversation {
  readonly #sending: Sending
  readonly #receiver: Receiver
  /** Bytes of the body that the transport took. */
  sent = 0

  constructor(sending: Sending, receiver: Receiver) {
    this.#sending = sending
    this.#receiver = receiver
  }

  /** Sends a whole body, step by step. */
  async play(steps: readonly BodyStep[]): Promise<void> {
    for (const step of steps) {
      if (step === 'break off') return this.#sending.breakOff()
      if (step === 'leave') return this.#sending.leave()
      if ('pause' in step) await sleep(step.pause)
      else await this.write('text' in step ? step.text : step)
    }
    await this.end()
  }

  /** Sends a chunk; settles when the transport took it. */
  async write(chunk: string | Uint8Array): Promise<void> {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk
    await this.#sending.write(bytes)
    this.sent += bytes.byteLength
  }

  end(): Promise<void> {
    return this.#sending.end()
  }

  breakOff(): Promise<void> {
    return this.#sending.breakOff()
  }

  leave(): void {
    this.#sending.leave()
  }

  pause(): void {
    this.#sending.pause()
  }

  resume(): void {
    this.#sending.resume()
  }

  /** Settles once the head is there, or the response has ended. */
  async head(): Promise<number> {
    await this.#receiver.until((seen) => seen.status !== 0)
    return this.#receiver.status
  }

  /** Settles once so many bytes of the body are there, or the response has ended. */
  async received(bytes: number): Promise<number> {
    await this.#receiver.until((seen) => seen.bytes >= bytes)
    return this.#receiver.bytes
  }

  /** Settles once an interim response is there, or the response has ended. */
  async interim(): Promise<number | undefined> {
    await this.#receiver.until((seen) => seen.interims.length > 0)
    return this.#receiver.interims[0]?.status
  }

  get ended(): boolean {
    return this.#receiver.ended
  }

  /** The response, once it has ended. */
  response(): Promise<ObservedResponse> {
    return this.#receiver.response()
  }
}
