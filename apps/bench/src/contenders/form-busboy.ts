import { createServer } from 'node:http'
import busboy from 'busboy'
import { listenAndSay } from './listen-and-say.ts'

listenAndSay(
  createServer((request, response) => {
    let fields = 0
    let bytes = 0
    const parser = busboy({ headers: request.headers })
    parser.on('field', () => fields++)
    parser.on('file', (_, file) => file.on('data', (chunk: Uint8Array) => (bytes += chunk.byteLength)))
    parser.on('close', () => response.end(`${fields} ${bytes}`))
    request.pipe(parser)
  }),
)
