import { GatewayError } from '@gangway/gateway'
import type { Socket } from 'node:net'

/** How to understand the first bytes of a connection. */
export interface Peeking<T> {
  /** Milliseconds until it gives up; `0` is for ever. */
  readonly timeout: number
  /** The answer, with how many bytes it used up; `undefined` while it takes more to know. */
  decide(bytes: Buffer): { readonly used: number; readonly value: T } | undefined
}

/**
 * Reads the first bytes of a connection; those that the answer does not use up are put back.
 * @throws {GatewayError} `ERR_TIMEOUT`, or what `decide` throws. It never settles when the client leaves before.
 */
export function peek<T>(socket: Socket, { timeout, decide }: Peeking<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let bytes = Buffer.alloc(0)
  const stop = () => {
    clearTimeout(timer)
    socket.off('readable', look)
    socket.off('close', stop)
    socket.off('end', leave)
  }
  // The half that is still open would never be used.
  const leave = () => socket.destroy()
  const give = (error: unknown) => {
    stop()
    reject(error)
  }
  const look = () => {
    const chunk: Buffer | null = socket.read()
    if (chunk === null) return
    bytes = Buffer.concat([bytes, chunk])
    try {
      const decision = decide(bytes)
      if (!decision) return
      stop()
      if (decision.used < bytes.length) socket.unshift(bytes.subarray(decision.used))
      resolve(decision.value)
    } catch (error) {
      give(error)
    }
  }
  const timer =
    timeout > 0
      ? setTimeout(() => give(new GatewayError('ERR_TIMEOUT', `http: the first bytes took longer than ${timeout} ms`)), timeout)
      : undefined
  socket.on('readable', look)
  socket.on('close', stop)
  socket.on('end', leave)
  return promise
}
