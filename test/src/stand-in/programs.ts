import { cgiProgram } from '../cgi-program.ts'

/** A CGI program that answers with its variables and the size of its body, as JSON in `text/plain`. */
export function cgiStandIn(folder: string): string {
  return cgiProgram(
    folder,
    'stand-in',
    `let body = 0
for await (const chunk of process.stdin) body += chunk.length
const answer = JSON.stringify({ params: Object.entries(process.env), parameters: process.argv.slice(2), folder: process.cwd(), body })
process.stdout.write('Status: 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\n' + answer)
`,
  )
}

/** A FastCGI program that accepts connections on file descriptor 0 and answers as `answerFastcgi` does. */
export function fastcgiStandIn(folder: string): string {
  return cgiProgram(
    folder,
    'stand-in-fastcgi',
    `import { createServer } from 'node:net'
import { answerFastcgi } from '${new URL('fastcgi.ts', import.meta.url).href}'
createServer(answerFastcgi).listen({ fd: 0 })
`,
  )
}
