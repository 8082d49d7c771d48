import type { Application, Head, Incoming, Outgoing } from '@gangway/gateway'
import { cases } from './cases.ts'
import { conformance } from './conformance.ts'
import { pairs, startReference, type Fault } from '../test/reference-gateway.ts'
import { runConformance } from './run-conformance.ts'

conformance('the reference gateway', startReference, { can: { bytesInTarget: false } })

/** What a careless gateway does, and the cases that notice. */
const faults: readonly (readonly [name: string, fault: Fault, noticedBy: readonly string[]])[] = [
  [
    'ends truncated responses cleanly',
    (_, outgoing, response) => ({ outgoing: { ...outgoing, fail: () => void response.end() } }),
    ['HTTP-05 a stream that fails later is seen to be broken', 'a chunk that is neither text nor bytes is seen to be broken'],
  ],
  [
    'believes any content-length of an application',
    (_, outgoing) => ({ outgoing: { ...outgoing, start: (head) => outgoing.start({ ...head, fields: withLength(head.fields, '7') }) } }),
    ['HTTP-03 a stream longer than its length is cut there, and cancelled', 'a stream over time with a declared length'],
  ],
  [
    'merges Set-Cookie fields',
    (_, outgoing) => ({
      outgoing: { ...outgoing, send: (head, body) => outgoing.send({ ...head, fields: mergedCookies(head.fields) }, body) },
    }),
    ['CGI-22 each Set-Cookie is a field of its own', 'a genuine Response with cookies'],
  ],
  [
    'collects streams before it sends them',
    (_, outgoing) => ({ outgoing: collecting(outgoing) }),
    [
      'each chunk arrives before the next is made',
      'the head leaves before the first chunk is made',
      'server-sent events arrive one by one',
    ],
  ],
  [
    'sends the body of a HEAD',
    (incoming, outgoing, response) => ({
      outgoing: {
        ...outgoing,
        send(head, body) {
          outgoing.send(head, body)
          if (incoming.method === 'HEAD') response.socket?.write('body of a HEAD')
        },
      },
    }),
    ['HEAD has the length of the body and not the body', 'responses without a body leave their connection in order'],
  ],
  [
    'takes a truncated request body for a short one',
    (incoming) => ({ incoming: withBody(incoming, forgiving) }),
    [
      'CGI-03 FCGI-25 a body shorter than its length is an error, never a short body',
      'a body of unknown length that breaks off is an error',
    ],
  ],
  [
    'reads uploads before the application does',
    (incoming) => ({ incoming: withBody(incoming, greedy) }),
    ['an upload waits until the application reads it'],
  ],
  [
    'never waits for the client',
    (_, outgoing, response) => ({ outgoing: { ...outgoing, write: (chunk) => void response.write(chunk) } }),
    ['a client that reads no further stops the application'],
  ],
  [
    'writes fields as UTF-8',
    (_, outgoing, response) => ({
      outgoing: {
        ...outgoing,
        send: ({ status, fields }, body) => void response.writeHead(status, [...fields]).end(Buffer.from(body ?? '').toString()),
      },
    }),
    ['HTTP-04 CGI-22 bytes above 0x7F leave as latin1', 'HTTP-04 bytes above 0x7F in a field do not change a body of text'],
  ],
  [
    'decodes the path',
    (incoming) => ({ incoming: { ...incoming, path: incoming.path.replace(/%2f/gi, '/') } }),
    ['C.4 %2F in a path stays encoded'],
  ],
  [
    'keeps the last of repeated fields',
    (incoming) => ({ incoming: { ...incoming, fields: lastFields(incoming.fields) } }),
    ['fields of one name are joined in order', 'several Cookie fields are joined with semicolons'],
  ],
  [
    'tells clients what went wrong inside',
    (_, outgoing) => ({
      outgoing: {
        ...outgoing,
        send: (head, body) => outgoing.send(head, head.status === 500 ? 'at run (server.js:1)'.padEnd(Number(head.length)) : body),
      },
    }),
    ['an application that throws is answered with a generic 500'],
  ],
  [
    'drops trailer fields',
    (incoming, outgoing) => ({
      incoming: { ...incoming, trailers: Promise.resolve([]) },
      outgoing: { ...outgoing, end: () => outgoing.end() },
    }),
    ['HTTP-09 trailer fields of a request', 'HTTP-09 trailer fields of a response'],
  ],
  [
    'drops interim responses silently',
    (incoming) => ({ incoming: { ...incoming, sendInformational: () => {} } }),
    ['an interim response arrives before the response'],
  ],
  [
    'says that it can what it cannot',
    (incoming) => ({ incoming: { ...incoming, can: { ...incoming.can, informational: false } } }),
    ['C.5 context.can says what the gateway was declared to do'],
  ],
  [
    'answers everyone with the response of the first',
    (_, outgoing) => ({
      outgoing: {
        ...outgoing,
        send: (head, body) => outgoing.send({ ...head, fields: (firstFields ??= head.fields) }, body),
        start: (head) => outgoing.start({ ...head, fields: (firstFields ??= head.fields) }),
      },
    }),
    ['requests at the same time do not touch each other'],
  ],
  [
    'asks for bodies that nobody wants',
    (_, outgoing, response) => {
      response.writeContinue()
      return { outgoing }
    },
    ['HTTP-07 a body that nobody reads is not asked for'],
  ],
]

let firstFields: readonly string[] | undefined

describe('a gateway that', () => {
  it.each(faults)('%s is found out', async (_name, fault, noticedBy) => {
    const only = new RegExp(`^(?:${noticedBy.map(escaped).join('|')})$`)
    const outcomes = []
    for await (const result of runConformance((app) => startReference(app, fault), { only, deadline: 500 })) {
      outcomes.push([result.case.name, result.outcome])
    }
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(noticedBy.map((name) => [name, 'failed'])))
  })
})

describe('runConformance', () => {
  it('yields a result for each case, in their order', async () => {
    const names = []
    for await (const result of runConformance(startReference, { only: /^the status/ })) {
      expect(result).toMatchObject({ outcome: 'passed' })
      names.push(result.case.name)
    }
    expect(names).toEqual(cases.map(({ name }) => name).filter((name) => name.startsWith('the status')))
  })

  it('names the capability that a case lacks, whoever lacks it', async () => {
    const reasons = []
    const names = /trailer fields of a re(?:quest|sponse)$|more of a body/
    for await (const { outcome, reason } of runConformance(startReference, { only: names, can: { trailers: false } }))
      reasons.push(`${outcome}: ${reason}`)
    expect(reasons).toEqual(['not applicable: surplus', 'not applicable: trailers', 'not applicable: trailers'])
  })

  it('says how far a case got that does not end', async () => {
    const silent: Fault = (_, outgoing) => ({ outgoing: { ...outgoing, send: () => {} } })
    for await (const { outcome, reason } of runConformance((app) => startReference(app, silent), { only: 'the root', deadline: 100 })) {
      expect(outcome).toBe('failed')
      expect(reason).toBe('no end within 100 ms (GET: no head so far)')
    }
  })

  it('closes the gateway, also when nobody waits for all results', async () => {
    let closed = 0
    const closing = async (app: Application) => {
      const { driver, close } = await startReference(app)
      return { driver, close: () => [closed++, close()] }
    }
    for await (const { outcome } of runConformance(closing, { only: /^the status/ })) {
      expect(outcome).toBe('passed')
      break
    }
    expect(closed).toBe(1)
  })
})

describe('cases', () => {
  it('have names of their own that a field can carry', () => {
    const names = cases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^[!-~](?:[ -~]*[!-~])?$/.test(name))).toEqual([])
  })
})

function escaped(text: string): string {
  return text.replace(/[^\w ]/g, '\\$&')
}

function withLength(fields: readonly string[], length: string): string[] {
  return fields.map((value, index) => (fields[index - 1] === 'content-length' ? length : value))
}

function lastFields(fields: readonly string[]): string[] {
  return Object.entries(Object.fromEntries(pairs(fields).map(([name, value]) => [name.toLowerCase(), value]))).flat()
}

function mergedCookies(fields: readonly string[]): string[] {
  const all = pairs(fields)
  const cookies = all.filter(([name]) => name === 'set-cookie').map(([, value]) => value)
  return [...all.filter(([name]) => name !== 'set-cookie'), ...(cookies.length > 0 ? [['set-cookie', cookies.join(', ')]] : [])].flat()
}

function collecting(outgoing: Outgoing): Outgoing {
  const collected: Uint8Array[] = []
  let begun: Head | undefined
  return {
    ...outgoing,
    start: (head) => void (begun = head),
    write: (chunk) => void collected.push(chunk),
    end: () => begun && outgoing.send(begun, Buffer.concat(collected)),
  }
}

function withBody(incoming: Incoming, change: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): Incoming {
  return incoming.body ? { ...incoming, body: change(incoming.body) } : incoming
}

async function* forgiving(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    // The fault under test: what broke off counts as the end.
  }
}

function greedy(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const whole = (async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return chunks
  })()
  return (async function* () {
    yield* await whole
  })()
}
