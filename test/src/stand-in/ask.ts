import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a stand-in saw of a request. */
export interface Answer {
  status: number
  /** The variables by name; repeated names keep the last value. */
  variables: Record<string, string>
  /** Bytes of the body. */
  body: number
  /** The rest of what the stand-in tells, such as the role. */
  [seen: string]: unknown
}

/** Asks a server in front of a stand-in; fails unless the stand-in answered. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const answer = await response.text()
  if (!answer.startsWith('{')) throw new Error(`${url} answered ${response.status}: ${answer}`)
  const { params, ...seen } = JSON.parse(answer)
  return { ...seen, status: response.status, variables: Object.fromEntries(params) }
}

/** A POST of this many bytes with a Content-Length. */
export function upload(size: number): RequestInit {
  return { method: 'POST', body: new Uint8Array(size), headers: { 'content-type': 'application/octet-stream' } }
}

/** A POST of this many bytes in two chunks with a pause between them, the length not announced. */
export function chunkedUpload(size: number): RequestInit {
  return { ...upload(0), body: ReadableStream.from(halves(size)), duplex: 'half' }
}

/**
 * The status with which a server refuses a chunked upload of this many bytes. It gets the first half alone: one that refuses closes
 * the connection, and with more on its way to it, the answer might be lost.
 */
export async function refusalOfChunkedUpload(url: string, size: number): Promise<number | undefined> {
  const upload = request(url, { method: 'POST', agent: false })
  upload.write(new Uint8Array(size / 2))
  const [response] = await once(upload, 'response')
  upload.destroy()
  return response.statusCode
}

async function* halves(size: number): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(size / 2)
  await sleep(50)
  yield new Uint8Array(size / 2)
}
