import { createServer } from 'node:http'
import { listenAndSay } from './listen-and-say.ts'

// Reads, and takes nothing apart.
listenAndSay(
  createServer((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Uint8Array) => (bytes += chunk.byteLength))
    request.on('end', () => response.end(`${bytes > 0 ? 'body' : 'none'}`))
  }),
)
