import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getIronSession } from 'iron-session'
import { listenAndSay } from './listen-and-say.ts'

const options = { password: 'a-secret-of-32-bytes-0123456789-', cookieName: 'session', cookieOptions: { secure: false } }

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let user = 'bo'
  if (request.url !== '/untouched') {
    const found = await getIronSession<{ user: string }>(request, response, options)
    if (request.url === '/new') {
      found.user = user
      await found.save()
    }
    user = found.user
  }
  response.setHeader('content-length', 8).end(`Hello ${user}`)
}

listenAndSay(createServer((request, response) => void answer(request, response)))
