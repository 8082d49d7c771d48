import { freePort, startExample } from '../../../scripts/readme-example.js'
import { Browsing, navigation } from '../../../test/src/browsing.ts'
import { startOidcProvider } from '../../../test/src/oidc-provider.ts'

describe('the example of the README', () => {
  it('lets in who has signed in with the provider', async () => {
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const client = { client_id: 'wiki', client_secret: 'a secret of the wiki, long enough', redirect_uris: [`${origin}/oidc/callback`] }
    const provider = await startOidcProvider({ clients: [client] })
    const env = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT: 'wiki', OIDC_SECRET: client.client_secret, PORT: String(port) }
    const example = await startExample(new URL('../README.md', import.meta.url), { port, env })
    try {
      const { response } = await new Browsing().go(`${origin}/page`, { headers: navigation })
      expect([response.status, await response.text()]).toEqual([200, `${provider.issuer}#ann may read /page`])
      expect((await fetch(`${origin}/page`)).status).toBe(401)
    } finally {
      await example.stop()
      await provider.stop()
    }
  })
})
