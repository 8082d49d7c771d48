import { createServer } from 'node:http'
import { getIronSession } from 'iron-session'
import { listenAndSay } from './listen-and-say.ts'

const options = { password: 'a-secret-of-32-bytes-0123456789-', cookieName: 'session', cookieOptions: { secure: false } }

listenAndSay(
  createServer(async (request, response) => {
    if (request.url === '/untouched') {
      response.setHeader('content-length', 9).end('Hello ann')
      return
    }
    const found = await getIronSession<{ user: string }>(request, response, options)
    if (request.url === '/new') {
      found.user = 'ann'
      await found.save()
    }
    response.setHeader('content-length', 9).end(`Hello ${found.user}`)
  }),
)
