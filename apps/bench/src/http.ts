import { startContender } from './contender.ts'
import { answerTo } from './load.ts'
import type { Report } from './report.ts'
import { sideBySide, type Row } from './side-by-side.ts'

const contenders = {
  'node:http (the floor)': 'http-floor',
  Gangway: 'http-gangway',
  'Gangway, Fetch handler with genuine Request and Response': 'http-gangway-fetch',
}

const body = JSON.stringify({ text: 'x'.repeat(1000) })
const requests = {
  hello: Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n'),
  'POST 1 KiB JSON, echo': Buffer.from(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ),
}

/** HTTP/1.1: hello and a JSON echo against bare node:http. */
export async function http(report: Report): Promise<void> {
  const rows: Row[] = []
  for (const [name, module] of Object.entries(contenders)) rows.push({ name, contender: await startContender(module) })
  try {
    for (const [title, request] of Object.entries(requests)) {
      await checkSame(rows, request)
      report.add(`HTTP ${title}, 64 connections`, await sideBySide(rows, { request, connections: 64, rounds: 5, milliseconds: 1500 }))
    }
  } finally {
    for (const { contender } of rows) await contender.stop()
  }
}

async function checkSame(rows: readonly Row[], request: Uint8Array): Promise<void> {
  const bodies = new Set<string>()
  for (const { contender } of rows) bodies.add((await answerTo(contender.address, request)).split('\r\n\r\n')[1] ?? '')
  if (bodies.size !== 1) throw new Error(`bench: the contenders answer differently: ${JSON.stringify([...bodies])}`)
}
