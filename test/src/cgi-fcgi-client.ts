import { cgiFcgi } from './cgi-fcgi.ts'
import type { Client } from './client.ts'

/** Asks a FastCGI application without a web server, by libfcgi's client. */
export function cgiFcgiClient(address: string): Client {
  return async (method, target, { headers = {}, body = '' } = {}) => {
    const [path = '', query = ''] = target.split('?')
    const request = {
      REQUEST_METHOD: method,
      REQUEST_URI: target,
      SCRIPT_NAME: '',
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      SERVER_PROTOCOL: 'HTTP/1.1',
      SERVER_NAME: 'localhost',
      SERVER_PORT: '80',
      HTTP_HOST: 'localhost',
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_LENGTH: `${Buffer.byteLength(body)}`,
    }
    const { output, errors } = await cgiFcgi(address, { ...request, ...variablesOf(headers) }, body)
    const head = /^(.*?)\r\n\r\n/s.exec(output.toString('latin1'))
    if (!head) throw new Error(`real-servers: ${address} answered ${output.toString()} ${errors}`)
    const { status = '200', ...fields } = fieldsOf(head[1] ?? '')
    return { status: Number.parseInt(status, 10), fields, body: output.subarray(head[0].length).toString() }
  }
}

function variablesOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const variable = name.toUpperCase().replaceAll('-', '_')
      return [variable === 'CONTENT_TYPE' ? variable : `HTTP_${variable}`, value]
    }),
  )
}

function fieldsOf(head: string): Record<string, string> {
  return Object.fromEntries(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}
