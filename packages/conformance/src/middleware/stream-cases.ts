import { equal, notEqual, ok, rejects } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { stream } from '@gangway/gateway'
import type { MiddlewareCase } from './middleware-case.ts'
import { sameBytes } from './same-bytes.ts'
import { settle, sourceKinds, streamOf, until, type Chunk, type Source } from './sources.ts'

const never = (): Promise<never> => new Promise(() => {})
const page = { headers: { 'content-type': 'text/html; charset=utf-8' } }
const events = { headers: { 'content-type': 'text/event-stream' } }
// Much more than whatever lies in buffers on the way.
const mostAhead = 128

/** A case for each kind of body over time; native responses have streams of their own. */
function forEachKind(
  name: string,
  run: (make: (chunk: Chunk) => Source, ...rest: Parameters<MiddlewareCase['run']>) => Promise<void>,
): MiddlewareCase[] {
  return sourceKinds.map(([kind, make]) => ({ name: `${name}: ${kind}`, run: (subject) => run(make, subject) }))
}

/** What must become of a body that comes over time. */
export const streamCases: readonly MiddlewareCase[] = [
  ...forEachKind('a chunk arrives before the next one is there (C4)', async (make, subject) => {
    for (const init of [events, page]) {
      const next = Promise.withResolvers<void>()
      const source = make(async (pull) => {
        if (pull === 1) await next.promise
        return pull < 2 ? Buffer.from(`data: ${pull}\n\n`) : undefined
      })
      const received = await subject.send(() => stream(source.body, init))
      equal(Buffer.from((await received.chunk()) ?? []).toString(), 'data: 0\n\n')
      next.resolve()
      equal(await received.text(), 'data: 1\n\n')
    }
  }),
  ...forEachKind('the head arrives though the body does not begin', async (make, subject) => {
    const source = make(never)
    const visit = subject.visit(subject.wrap(() => stream(source.body, events)))
    equal((await visit.received).status, 200)
    visit.leave()
  }),
  ...forEachKind('a body that fails is seen to fail, after what came before it (C6)', async (make, subject) => {
    const seen = Promise.withResolvers<void>()
    const source = make(async (pull) => {
      if (pull === 1) {
        await seen.promise
        throw new Error('the source failed')
      }
      return Buffer.from('the beginning')
    })
    const received = await subject.send(() => stream(source.body, page))
    equal(Buffer.from((await received.chunk()) ?? []).toString(), 'the beginning')
    seen.resolve()
    await rejects(received.bytes())
  }),
  ...forEachKind('a body that fails at once is no success', async (make, subject) => {
    const source = make(() => {
      throw new Error('the source failed')
    })
    const received = await subject.send(() => stream(source.body, page)).catch(() => undefined)
    if (received?.status === 200) await rejects(received.bytes())
    else notEqual(received?.status, 204)
  }),
  ...forEachKind('a client that leaves stops the source, once (C5)', async (make, subject) => {
    const source = make(async (pull) => {
      await wait(1)
      return pull < 1000 ? randomBytes(1000) : undefined
    })
    const visit = subject.visit(subject.wrap(() => stream(source.body, page)))
    await (await visit.received).chunk()
    visit.leave()
    await until(() => source.stops > 0)
    await settle()
    equal(source.stops, 1)
    const { pulls } = source
    await wait(20)
    ok(source.pulls <= pulls + 1)
  }),
  ...forEachKind('a client that leaves stops a source that gives nothing any more (C5)', async (make, subject) => {
    const source = make((pull) => (pull === 0 ? Buffer.from('data: 0\n\n') : never()))
    const visit = subject.visit(subject.wrap(() => stream(source.body, events)))
    await (await visit.received).chunk()
    visit.leave()
    await until(() => source.stops === 1)
  }),
  ...forEachKind('the body of a response that comes when the client has left is stopped', async (make, subject) => {
    const source = make((pull) => endless(pull, 1000))
    const left = Promise.withResolvers<void>()
    const visit = subject.visit(
      subject.wrap(async () => {
        await left.promise
        return stream(source.body, page)
      }),
    )
    visit.leave()
    left.resolve()
    await until(() => source.stops === 1)
  }),
  ...forEachKind('no more is pulled than the client takes (C7)', async (make, subject) => {
    const source = make((pull) => endless(pull, 16_384))
    const visit = subject.visit(subject.wrap(() => stream(source.body, page)))
    await (await visit.received).chunk()
    await wait(50)
    await settle()
    ok(source.pulls <= mostAhead, `${source.pulls} chunks were pulled of which one was taken`)
    visit.leave()
  }),
  ...forEachKind('a large body arrives as a whole', async (make, subject) => {
    const chunks = Array.from({ length: 64 }, () => randomBytes(16_384))
    const source = make((pull) => chunks[pull])
    sameBytes(await (await subject.send(() => stream(source.body, page))).bytes(), Buffer.concat(chunks))
    equal(source.stops, 0)
  }),
  ...forEachKind('chunks without bytes do no harm, nor does a body without chunks', async (make, subject) => {
    const chunks = ['', 'a', '', '', 'b', ''].map((text) => Buffer.from(text))
    equal(await (await subject.send(() => stream(make((pull) => chunks[pull]).body, page))).text(), 'ab')
    equal(await (await subject.send(() => stream(make(() => undefined).body, page))).text(), '')
  }),
  ...forEachKind('the body of a HEAD is stopped', async (make, subject) => {
    const source = make((pull) => endless(pull, 1000))
    const received = await subject.send(() => stream(source.body, page), { method: 'HEAD' })
    equal(received.hasBody, false)
    await until(() => source.stops === 1)
  }),
  {
    name: 'a native Response over a stream passes as it comes, and is stopped',
    async run(subject) {
      const source = streamOf(async (pull) => {
        if (pull > 0) await wait(1)
        return pull < 1000 ? Buffer.from(`line ${pull}\n`) : undefined
      })
      const visit = subject.visit(subject.wrap(() => new Response(source.body, page)))
      equal(
        Buffer.from((await (await visit.received).chunk()) ?? [])
          .toString()
          .split('\n')[0],
        'line 0',
      )
      visit.leave()
      await until(() => source.stops === 1)
    },
  },
]

// Not quite endless, and it lets others run: a middleware that pulls on and on fails its test, and not the process.
async function endless(pull: number, size: number): Promise<Uint8Array | undefined> {
  await turn()
  return pull < 1000 ? randomBytes(size) : undefined
}
