import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startContender } from './contender.ts'
import { answerTo } from './load.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import type { Report } from './report.ts'
import { inProcess } from './session-in-process.ts'
import { sideBySide, type Row } from './side-by-side.ts'

// Cookies differ in length; all answers end in Hello bo, which express-session sends in two pieces.
const method = { connections: 32, rounds: 5, milliseconds: 1000, lastByte: 'o'.charCodeAt(0) }
const contenders: readonly (readonly [name: string, module: string, ...parameters: string[]])[] = [
  ['node:http without sessions (the floor)', 'session-floor'],
  ['Gangway, sealed cookie', 'session-gangway'],
  ['Gangway, memoryStore', 'session-gangway', 'memory'],
  ['iron-session 8', 'session-iron'],
  ['express-session, memory', 'session-express'],
  ['@fastify/secure-session', 'session-fastify'],
  ['@hono/session', 'session-hono'],
]

/** Sessions: the middleware by itself, each store, and whole servers beside their peers. */
export async function session(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gangway-bench-'))
  const redis = await startRedis(folder)
  const postgres = await startPostgres(folder)
  try {
    await inProcess(report, { folder, redis: redis?.path, postgres })
    await overHttp(report, redis?.path)
  } finally {
    await redis?.stop()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function overHttp(report: Report, redis: string | undefined): Promise<void> {
  const rows: Row[] = []
  const all = redis === undefined ? contenders : [...contenders, ['express-session, connect-redis', 'session-express', redis] as const]
  try {
    for (const [name, module, ...parameters] of all) rows.push({ name, contender: await startContender(module, parameters) })
    const signedIn = await Promise.all(rows.map(withCookie))
    for (const [title, path] of [
      ['a request that does not touch its session', '/untouched'],
      ['a request that reads its session, warm', '/read'],
      ['a request that makes a session', '/new'],
    ] as const) {
      const asking = signedIn.map(({ row, cookie }) => ({ ...row, request: requestFor(path, path === '/new' ? '' : cookie) }))
      for (const { name, contender, request } of asking) await checkAnswer(name, contender.address, request)
      report.add(`Sessions over HTTP, ${title}, 32 connections`, await sideBySide(asking, { ...method, request: requestFor(path, '') }))
    }
  } finally {
    for (const { contender } of rows) await contender.stop()
  }
}

async function withCookie(row: Row): Promise<{ row: Row; cookie: string }> {
  const answer = await answerTo(row.contender.address, requestFor('/new', ''))
  return { row, cookie: /^set-cookie: ([^;\r]+)/im.exec(answer)?.[1] ?? '' }
}

async function checkAnswer(name: string, address: number | string, request: Uint8Array): Promise<void> {
  const answer = await answerTo(address, request)
  if (!answer.includes('Hello bo')) throw new Error(`bench: ${name} answers ${JSON.stringify(answer)}`)
}

function requestFor(path: string, cookie: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n`)
}
