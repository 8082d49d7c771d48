import { connect } from 'node:net'
import { startContender, type Contender } from './contender.ts'
import { answerTo } from './load.ts'
import type { Report } from './report.ts'
import { sideBySide, type Result, type Row } from './side-by-side.ts'

const contenders: [name: string, module: string, ...parameters: string[]][] = [
  ['node:http, the body read and left whole (the floor)', 'form-floor'],
  ['Gangway, parts()', 'form-gangway'],
  ['Gangway, read()', 'form-gangway', 'read'],
  ['node:http, busboy', 'form-busboy'],
  ['node:http, @fastify/busboy', 'form-fastify-busboy'],
  ['node:http, Request.formData()', 'form-native'],
]

const boundary = '----WebKitFormBoundaryAbCdEfGhIjKlMnOp'
const mebibyte = 1_048_576

/** Forms: small, with a file, and with a large file, of which each contender counts fields and bytes. */
export async function form(report: Report): Promise<void> {
  const rows: Row[] = []
  try {
    for (const [name, module, ...parameters] of contenders) rows.push({ name, contender: await startContender(module, parameters) })
    const forms: [title: string, request: Buffer, answer: string, connections: number][] = [
      ['10 fields, urlencoded', urlencoded(), '10 0', 16],
      ['10 fields, multipart', multipart(0), '10 0', 16],
      ['10 fields and a file of 100 KiB', multipart(102_400), '10 102400', 16],
      ['10 fields and a file of 10 MiB', multipart(10 * mebibyte), `10 ${10 * mebibyte}`, 2],
    ]
    for (const [title, request, answer, connections] of forms) {
      for (const { name, contender } of rows.slice(1)) await check(name, contender, { request, answer })
      report.add(`${title}; ${connections} connections`, await sideBySide(rows, { request, connections, rounds: 5, milliseconds: 600 }))
    }
    report.add('A file of 256 MiB, of which each MiB is a request here; RSS is the highest', await uploads(rows))
  } finally {
    for (const { contender } of rows) await contender.stop()
  }
}

function urlencoded(): Buffer {
  const body = new URLSearchParams(fields()).toString()
  return Buffer.from(head('application/x-www-form-urlencoded', body.length) + body)
}

function multipart(size: number): Buffer {
  const { start, end } = around()
  const type = `multipart/form-data; boundary=${boundary}`
  if (size === 0) return Buffer.from(`${head(type, start.length + end.length - 2)}${start}${end.slice(2)}`)
  const file = fileHead()
  return Buffer.concat([
    Buffer.from(head(type, start.length + file.length + size + end.length) + start + file),
    content(size),
    Buffer.from(end),
  ])
}

function around(): { start: string; end: string } {
  const parts = fields().map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  return { start: parts.join(''), end: `\r\n--${boundary}--\r\n` }
}

function fileHead(): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
}

function fields(): [string, string][] {
  return Array.from({ length: 10 }, (_, index) => [`field${index}`, `the value of ${index}, with some words & signs`])
}

// Bytes of all kinds, the same each time.
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  let state = 1
  for (let at = 0; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    bytes[at] = state >>> 16
  }
  return bytes
}

function head(type: string, length: number): string {
  return `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`
}

async function check(name: string, { address }: Contender, { request, answer }: { request: Uint8Array; answer: string }): Promise<void> {
  const got = (await answerTo(address, request))
    .split('\r\n\r\n')
    .at(1)
    ?.replaceAll(/^[\da-f]+\r\n|\r\n.*$/gis, '')
  if (got !== answer) throw new Error(`bench: ${name} answers ${JSON.stringify(got)} instead of ${answer}`)
}

async function uploads(rows: readonly Row[]): Promise<Result[]> {
  const results: Result[] = []
  for (const { name, contender } of rows) {
    const before = await contender.usage()
    const { seconds, memory } = await upload(contender, 256)
    const cpu = ((await contender.usage()).cpu - before.cpu) / 256
    const first = results[0]?.cpuPerRequest ?? cpu
    results.push({ name, requestsPerSecond: 256 / seconds, spread: 0, cpuPerRequest: cpu, ratio: first / cpu, memory })
  }
  return results
}

async function upload(contender: Contender, mebibytes: number): Promise<{ seconds: number; memory: number }> {
  const { start, end } = around()
  const type = `multipart/form-data; boundary=${boundary}`
  const chunk = content(mebibyte)
  const socket = typeof contender.address === 'number' ? connect(contender.address, '127.0.0.1') : connect(contender.address)
  const started = performance.now()
  socket.write(head(type, start.length + fileHead().length + mebibytes * mebibyte + end.length) + start + fileHead())
  let memory = 0
  for (let sent = 0; sent < mebibytes; sent++) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
    if (sent % 8 === 0) memory = Math.max(memory, (await contender.usage()).memory)
  }
  socket.write(end)
  await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject))
  socket.destroy()
  return { seconds: (performance.now() - started) / 1000, memory: Math.max(memory, (await contender.usage()).memory) }
}
