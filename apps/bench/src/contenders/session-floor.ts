import { createServer } from 'node:http'
import { listenAndSay } from './listen-and-say.ts'

listenAndSay(createServer((_, response) => void response.setHeader('content-length', 8).end('Hello bo')))
