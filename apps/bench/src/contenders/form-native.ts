import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { listenAndSay } from './listen-and-say.ts'

listenAndSay(
  createServer((request, response) => {
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const init = { method: 'POST', headers, body: Readable.toWeb(request), duplex: 'half' } as const
    new Request('http://127.0.0.1/', init).formData().then(
      (data) => {
        let fields = 0
        let bytes = 0
        for (const [, value] of data) {
          if (typeof value === 'string') fields++
          else bytes += value.size
        }
        response.end(`${fields} ${bytes}`)
      },
      (error: Error) => response.writeHead(500).end(error.message),
    )
  }),
)
