import { connect, type Socket } from 'node:net'

/** What one run of requests came to. */
export interface Load {
  readonly requests: number
  readonly seconds: number
}

/**
 * Sends the same request over and over on a number of connections, one at a time on each, and counts the answers.
 * All answers have the length of the first, or end in the same byte: that is checked, and keeps the generator cheaper than what it measures.
 */
export async function load(
  address: number | string,
  request: Uint8Array,
  { connections, milliseconds, lastByte }: { connections: number; milliseconds: number; lastByte?: number | undefined },
): Promise<Load> {
  const length = await answerLength(address, request)
  let requests = 0
  let running = true
  const sockets = Array.from({ length: connections }, () => {
    let received = 0
    const socket = open(address)
    socket.on('connect', () => socket.write(request))
    socket.on('data', (chunk) => {
      received += chunk.byteLength
      if (lastByte === undefined ? received < length : chunk.at(-1) !== lastByte) return
      if (lastByte === undefined && received > length) throw new Error(`bench: an answer of ${received} bytes, expected ${length}`)
      received = 0
      requests++
      if (running) socket.write(request)
    })
    return socket
  })
  const started = performance.now()
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  running = false
  const seconds = (performance.now() - started) / 1000
  for (const socket of sockets) socket.destroy()
  return { requests, seconds }
}

/** The whole answer to a request on a connection that is kept open, as text. */
export async function answerTo(address: number | string, request: Uint8Array): Promise<string> {
  const socket = open(address)
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
  socket.write(request)
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.destroy()
  return answer
}

async function answerLength(address: number | string, request: Uint8Array): Promise<number> {
  const { length } = await answerTo(address, request)
  if (length === 0) throw new Error('bench: no answer within 200 ms')
  return length
}

function open(address: number | string): Socket {
  const socket = typeof address === 'number' ? connect(address, '127.0.0.1') : connect(address)
  socket.setNoDelay(true)
  return socket
}
