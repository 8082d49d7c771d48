import { once } from 'node:events'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import type { WebServer } from '../web-server.ts'
import { ask, chunkedUpload, refusalOfChunkedUpload, upload } from './ask.ts'

const kilobyte = 1024

/** What a suite starts: the server, and how to stop it and what stands behind it. */
export interface Started {
  server: WebServer
  stop(): Promise<unknown>
}

/** How one server in one configuration reports a request for `mount + '/a%2Fb%20c?x=%20y'`. */
export interface Manner {
  mount: string
  scriptName: string | undefined
  pathInfo: string
  /** CONTENT_LENGTH of a chunked upload of 64 KiB; a number is the status with which the server refuses it. */
  chunked: string | undefined | number
}

/** The tests that every server passes with a stand-in behind it. */
export function passesRequests(name: string, start: () => Promise<Started>, manner: Manner): void {
  describe(name, () => {
    let started: Started
    let origin: string
    beforeAll(async () => {
      started = await start()
      origin = started.server.origin
    })
    afterAll(() => started?.stop())

    it('says where in the site the request goes (CGI-13)', async () => {
      const { variables } = await ask(`${origin}${manner.mount}/a%2Fb%20c?x=%20y`)
      expect(variables).toMatchObject({
        REQUEST_METHOD: 'GET',
        REQUEST_URI: `${manner.mount}/a%2Fb%20c?x=%20y`,
        QUERY_STRING: 'x=%20y',
        HTTP_HOST: origin.replace('http://', ''),
        REMOTE_ADDR: '127.0.0.1',
        SERVER_PROTOCOL: 'HTTP/1.1',
        GATEWAY_INTERFACE: 'CGI/1.1',
      })
      expect([variables.SCRIPT_NAME, variables.PATH_INFO]).toEqual([manner.scriptName, manner.pathInfo])
      expect(variables.HTTPS || undefined).toBeUndefined()
    })

    if (manner.mount !== '') {
      it('gives the application its own path alone, and no other that begins alike', async () => {
        const { variables } = await ask(origin + manner.mount)
        expect(variables).toMatchObject({ REQUEST_URI: manner.mount, SCRIPT_NAME: manner.mount })
        expect(['', '/', undefined]).toContain(variables.PATH_INFO)
        const other = await fetch(`${origin}${manner.mount}le`)
        expect(await other.text()).not.toContain('REQUEST_METHOD')
      })
    }

    it.each([64 * kilobyte, 2048 * kilobyte])('passes a body of %i bytes', async (size) => {
      const { variables, body } = await ask(`${origin}${manner.mount}/`, upload(size))
      expect({ body, length: variables.CONTENT_LENGTH, type: variables.CONTENT_TYPE }).toEqual({
        body: size,
        length: `${size}`,
        type: 'application/octet-stream',
      })
    })

    it('passes or refuses a chunked body (CGI-05)', async () => {
      const url = `${origin}${manner.mount}/`
      if (typeof manner.chunked === 'number') {
        expect(await refusalOfChunkedUpload(url, 64 * kilobyte)).toBe(manner.chunked)
      } else {
        const { variables, body } = await ask(url, chunkedUpload(64 * kilobyte))
        expect({ body, length: variables.CONTENT_LENGTH }).toEqual({ body: 64 * kilobyte, length: manner.chunked })
      }
    })

    it('passes the credentials, and believes nothing a client claims (CGI-07, CGI-17)', async () => {
      const headers = { authorization: `Basic ${btoa('ann:secret')}`, proxy: 'http://evil.test', cookie: 'a=1; b=2' }
      const { variables } = await ask(`${origin}${manner.mount}/`, { headers })
      expect(variables).toMatchObject({ HTTP_AUTHORIZATION: headers.authorization, HTTP_COOKIE: 'a=1; b=2' })
      expect(variables.HTTP_PROXY).toBeUndefined()
      expect(variables.REMOTE_USER || undefined).toBeUndefined()
    })
  })
}

/** The test that a server which speaks TLS tells the application so. */
export function tellsOfTls(name: string, start: () => Promise<Started>): void {
  it(`tells the application of TLS: ${name} (CGI-12)`, async () => {
    const { server, stop } = await start()
    const response = await overTls(server)
    const { params } = JSON.parse(response)
    expect(Object.fromEntries(params)).toMatchObject({
      HTTPS: 'on',
      SSL_PROTOCOL: 'TLSv1.3',
      SSL_CIPHER: expect.stringContaining('TLS_'),
      HTTP_HOST: server.origin.replace('https://', ''),
      SERVER_PORT: `${server.port}`,
    })
    await stop()
  })
}

async function overTls({ origin, certificate }: WebServer): Promise<string> {
  const request = get(`${origin}/`, { ca: certificate, agent: false })
  const [response] = await once(request, 'response')
  return text(response)
}
