import { connect, type Socket } from 'node:net'

/** What one run of requests came to. */
export interface Load {
  readonly requests: number
  readonly seconds: number
}

/**
 * Sends the same request over and over on a number of connections, one at a time on each, and counts the answers.
 * All answers have the length of the first, end in the same byte, or are chunked: that is checked, and keeps the generator cheaper than what it measures.
 */
export async function load(
  address: number | string,
  request: Uint8Array,
  { connections, milliseconds, lastByte }: { connections: number; milliseconds: number; lastByte?: number | undefined },
): Promise<Load> {
  const first = await answerTo(address, request)
  if (first === '') throw new Error('bench: no answer within 200 ms')
  const isEnd = endOf(first, lastByte)
  const started = performance.now()
  const isOver = () => performance.now() - started >= milliseconds
  const counts = await Promise.all(Array.from({ length: connections }, () => askOn(open(address), { request, isEnd, isOver })))
  return { requests: counts.reduce((all, count) => all + count), seconds: (performance.now() - started) / 1000 }
}

// Whether that many bytes, of which these are the last few, are an answer.
type IsEnd = (received: number, tail: string) => boolean

interface Asking {
  readonly request: Uint8Array
  readonly isEnd: IsEnd
  readonly isOver: () => boolean
}

// Asks again and again on a connection. The last answer is waited for, as what a server has begun is work that has to be counted.
function askOn(socket: Socket, { request, isEnd, isOver }: Asking): Promise<number> {
  return new Promise((resolve, reject) => {
    let answers = 0
    let received = 0
    let tail = ''
    socket.on('connect', () => socket.write(request))
    socket.on('data', (chunk) => {
      received += chunk.byteLength
      tail = (tail + chunk.subarray(-lastChunk.length).toString('latin1')).slice(-lastChunk.length)
      if (!isEnd(received, tail)) return
      received = 0
      answers++
      if (!isOver()) socket.write(request)
      else {
        resolve(answers)
        socket.destroy()
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('bench: the server closed a connection before its answer was whole')))
  })
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

const lastChunk = '0\r\n\r\n'

// What ends an answer that is like the first.
function endOf(first: string, lastByte: number | undefined): IsEnd {
  if (lastByte !== undefined) return (_, tail) => tail.endsWith(String.fromCharCode(lastByte))
  // The length of a compressed stream depends on how it was cut.
  if (/^transfer-encoding: chunked\r$/im.test(first)) return (_, tail) => tail === lastChunk
  return (received) => {
    if (received > first.length) throw new Error(`bench: an answer of ${received} bytes, expected ${first.length}`)
    return received === first.length
  }
}

function open(address: number | string): Socket {
  const socket = typeof address === 'number' ? connect(address, '127.0.0.1') : connect(address)
  socket.setNoDelay(true)
  return socket
}
