import type { Socket } from 'node:net'

// https://fast-cgi.github.io/ §3.3, §5 and §8: just enough to see what a web server sends
const beginRequest = 1
const endRequest = 3
const params = 4
const stdin = 5
const stdout = 6
const authorizer = 2

/** What a web server sent, as the stand-in saw it. */
export interface Seen {
  id: number
  role: number
  keepConnection: boolean
  /** How many PARAMS records there were, the empty one not counted. */
  paramsRecords: number
  /** Names and values as latin1, in order, repetitions included. */
  params: [string, string][]
  /** Bytes of the body. */
  body: number
}

/** A FastCGI application that answers with what it was sent, as JSON in `text/plain`; as an authorizer it lets everyone in but the user `stranger`. */
export function answerFastcgi(socket: Socket): void {
  const requests = new Map<number, { seen: Seen; params: Buffer[] }>()
  let unread = Buffer.alloc(0)
  socket.on('error', () => socket.destroy()) // a server that hangs up is no failure of the stand-in
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk])
    while (unread.length >= 8) {
      const end = 8 + unread.readUInt16BE(4)
      const next = end + unread.readUInt8(6)
      if (unread.length < next) return
      receive(unread.readUInt8(1), unread.readUInt16BE(2), unread.subarray(8, end))
      unread = unread.subarray(next)
    }
  })

  function receive(type: number, id: number, content: Buffer): void {
    if (type === beginRequest) {
      const seen = {
        id,
        role: content.readUInt16BE(0),
        keepConnection: (content.readUInt8(2) & 1) === 1,
        paramsRecords: 0,
        params: [],
        body: 0,
      }
      requests.set(id, { seen, params: [] })
    }
    const request = requests.get(id)
    if (!request) return
    if (type === params && content.length > 0) request.seen.paramsRecords = request.params.push(content)
    else if (type === params) request.seen.params = decodeParams(Buffer.concat(request.params))
    else if (type === stdin) request.seen.body += content.length
    if (content.length === 0 && type === (request.seen.role === authorizer ? params : stdin)) respondLater(request.seen)
  }

  function respondLater(seen: Seen): void {
    const wait = seen.params.find(([name]) => name === 'HTTP_X_WAIT')?.[1]
    if (wait) setTimeout(respond, Number(wait), seen)
    else respond(seen)
  }

  function respond(seen: Seen): void {
    requests.delete(seen.id)
    const output = seen.role === authorizer ? authorization(seen) : echo(seen)
    socket.write(
      Buffer.concat([
        ...records(stdout, seen.id, Buffer.from(output)),
        record(stdout, seen.id, Buffer.alloc(0)),
        record(endRequest, seen.id, Buffer.alloc(8)),
      ]),
    )
    if (!seen.keepConnection) socket.end()
  }
}

function echo(seen: Seen): string {
  const isHead = seen.params.some(([name, value]) => name === 'REQUEST_METHOD' && value === 'HEAD')
  return `Status: 200 OK\r\nContent-Type: text/plain\r\n\r\n${isHead ? '' : JSON.stringify(seen)}`
}

// Apache's modules say in a variable of their own which of its three questions they ask
function authorization({ params: pairs, ...seen }: Seen): string {
  const variables = Object.fromEntries(pairs)
  if (variables.HTTP_X_USER === 'stranger') return 'Status: 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nnot for strangers'
  const question = variables.FCGI_APACHE_ROLE ?? variables.FCGI_ROLE ?? 'AUTHORIZER'
  const answer = JSON.stringify({ ...seen, names: Object.keys(variables) })
  return `Status: 200 OK\r\nVariable-SEEN_BY_${question}: ${answer}\r\n\r\n`
}

function decodeParams(bytes: Buffer): [string, string][] {
  const pairs: [string, string][] = []
  let offset = 0
  const length = (): number => {
    const short = bytes.readUInt8(offset)
    offset += short < 0x80 ? 1 : 4
    return short < 0x80 ? short : bytes.readUInt32BE(offset - 4) & 0x7fffffff
  }
  const latin1 = (size: number): string => bytes.toString('latin1', offset, (offset += size))
  while (offset < bytes.length) {
    const [nameLength, valueLength] = [length(), length()]
    pairs.push([latin1(nameLength), latin1(valueLength)])
  }
  return pairs
}

function* records(type: number, id: number, content: Buffer): Generator<Buffer> {
  for (let offset = 0; offset < content.length; offset += 65_528) yield record(type, id, content.subarray(offset, offset + 65_528))
}

function record(type: number, id: number, content: Buffer): Buffer {
  const header = Buffer.from([1, type, 0, 0, 0, 0, 0, 0])
  header.writeUInt16BE(id, 2)
  header.writeUInt16BE(content.length, 4)
  return Buffer.concat([header, content])
}
