import { createServer } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { listenAndSay } from './listen-and-say.ts'
import { pageAt, slices } from './page.ts'

const fields = ['content-type', 'text/html; charset=utf-8', 'content-encoding', 'gzip', 'vary', 'accept-encoding']

listenAndSay(
  createServer((request, response) => {
    const { isStream, body } = pageAt(request.url ?? '')
    if (isStream) {
      response.writeHead(200, fields)
      pipeline(Readable.from(slices(body)), createGzip(), response, () => {})
    } else {
      const encoded = gzipSync(body)
      response.writeHead(200, [...fields, 'content-length', String(encoded.byteLength)]).end(encoded)
    }
  }),
)
