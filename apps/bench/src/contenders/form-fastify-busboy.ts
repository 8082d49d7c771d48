import { createServer, type IncomingMessage } from 'node:http'
import { Busboy } from '@fastify/busboy'
import { listenAndSay } from './listen-and-say.ts'

listenAndSay(
  createServer((request, response) => {
    let fields = 0
    let bytes = 0
    const parser = new Busboy({ headers: headersOf(request) })
    parser.on('field', () => fields++)
    parser.on('file', (_, file) => file.on('data', (chunk: Uint8Array) => (bytes += chunk.byteLength)))
    parser.on('finish', () => response.end(`${fields} ${bytes}`))
    request.pipe(parser)
  }),
)

function headersOf({ headers }: IncomingMessage): IncomingMessage['headers'] & { 'content-type': string } {
  return { ...headers, 'content-type': headers['content-type'] ?? '' }
}
