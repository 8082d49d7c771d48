import { createHash } from 'node:crypto'
import { html, stack, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { session } from '@gangway/session'
import { pageOf, type BrowserPage } from '../../../test/src/browser-page.ts'
import { openInChromium, type Browser } from '../../../test/src/chromium.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { auth, authenticationOf, basic, digest, formLogin, fresh, require, type Scheme, type User } from './index.ts'

const password = 'sëcret: "x"'
const users = {
  verify: (name: string, given: string): User | null => (name === 'jürgen' && given === password ? { id: name } : null),
  find: (id: string): User => ({ id }),
}
const digests = {
  digest: (name: string, realm: string, algorithm: 'SHA-256' | 'MD5') => {
    const ha1 = createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(`${name}:${realm}:${password}`)
      .digest('hex')
    return name === 'jürgen' ? { user: { id: name }, ha1 } : null
  },
}

interface Asked {
  readonly scheme: unknown
  readonly realm: unknown
}

/** Answers the browser's own dialog, as a person would: these passwords in turn, then Cancel. */
async function answerDialogs(page: BrowserPage, ...passwords: string[]): Promise<Asked[]> {
  const asked: Asked[] = []
  page.on('Fetch.requestPaused', ({ requestId }) => void page.send('Fetch.continueRequest', { requestId }))
  page.on('Fetch.authRequired', ({ requestId, authChallenge }) => {
    const { scheme, realm }: Partial<Asked> = typeof authChallenge === 'object' ? { ...authChallenge } : {}
    asked.push({ scheme, realm })
    const next = passwords.shift()
    const authChallengeResponse =
      next === undefined ? { response: 'CancelAuth' } : { response: 'ProvideCredentials', username: 'jürgen', password: next }
    void page.send('Fetch.continueWithAuth', { requestId, authChallengeResponse })
  })
  await page.send('Fetch.enable', { handleAuthRequests: true })
  return asked
}

function guarded(...schemes: [Scheme, ...Scheme[]]): Application {
  return stack()
    .use(lint())
    .use(auth({ schemes }))
    .use(lint())
    .use(require())
    .app((context) => html`<p>${context.user.id} by ${authenticationOf(context)?.scheme} at ${context.path}</p>`)
}

requireBinaries('chromium')('Chromium', () => {
  let browser: Browser
  let page: BrowserPage

  beforeEach(async () => {
    browser = openInChromium('about:blank')
    page = await pageOf(browser)
  })
  afterEach(() => browser.stop())

  async function withServer(app: Application, visit: (origin: string) => Promise<void>): Promise<void> {
    await using server = await serve(app, { listen: { host: '127.0.0.1', port: 0 }, signals: [] })
    const { address } = server
    if (!('port' in address)) throw new TypeError('no port')
    await visit(`http://localhost:${address.port}`)
  }

  const body = (): Promise<unknown> => page.evaluate('document.body.innerText.trim()')

  it('gets in by its own dialog with basic, after a wrong password, and then without one', async () => {
    const asked = await answerDialogs(page, 'wrong', password)
    await withServer(guarded(basic({ users, realm: 'the "wiki"' })), async (origin) => {
      await page.visit(`${origin}/one`)
      expect(await body()).toBe('jürgen by basic at /one')
      await page.visit(`${origin}/two`)
      expect(await body()).toBe('jürgen by basic at /two')
      expect(asked).toEqual([
        { scheme: 'basic', realm: 'the "wiki"' },
        { scheme: 'basic', realm: 'the "wiki"' },
      ])
    })
  })

  it('gets in by its own dialog with digest, which it prefers to basic', async () => {
    const asked = await answerDialogs(page, 'wrong', password)
    await withServer(guarded(basic({ users }), digest({ users: digests, realm: 'wiki' })), async (origin) => {
      await page.visit(`${origin}/one?a=b`)
      expect(await body()).toBe('jürgen by digest at /one')
      await page.visit(`${origin}/two`)
      expect(await body()).toBe('jürgen by digest at /two')
      expect(asked.map(({ scheme }) => scheme)).toEqual(['digest', 'digest'])
    })
  })

  it('asks for no password again when a nonce is stale', async () => {
    const asked = await answerDialogs(page, password)
    await withServer(guarded(digest({ users: digests, realm: 'wiki', nonceLifetime: 0.05 })), async (origin) => {
      for (const path of ['/one', '/two', '/three']) {
        await page.visit(origin + path)
        expect(await body()).toBe(`jürgen by digest at ${path}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      expect(asked).toHaveLength(1)
    })
  })

  it('shows what a 401 says to who cancels', async () => {
    await answerDialogs(page)
    await withServer(guarded(basic({ users })), async (origin) => {
      await page.visit(origin)
      expect(await body()).toBe('Unauthorized')
    })
  })

  it('is led to the login form and back, in and out', async () => {
    const login = formLogin({ users })
    const app = stack()
      .use(session({ secrets: ['a-secret-of-32-bytes-0123456789-'] }))
      .use(lint())
      .use(auth({ schemes: [login] }))
      .use(lint())
      .use(login.pages)
      .use(require(fresh(3600)))
      .app(
        ({ user, path, query }) =>
          html`<p>${user.id} at ${path}?${query}</p><form method="post" action="/logout"><button>Sign out</button></form>`,
      )
    await withServer(app, async (origin) => {
      await page.visit(`${origin}/page?a=b&c=%2F`)
      expect(await page.evaluate('[location.pathname, document.title, document.activeElement.name].join()')).toBe('/login,Sign in,name')
      await page.follow(fill('jürgen', 'wrong'))
      expect(await page.evaluate(`document.querySelector('[role=alert]').innerText`)).toBe('The name or the password is wrong.')
      expect(await page.evaluate('document.forms[0].name.value')).toBe('jürgen')
      await page.follow(fill('jürgen', password))
      expect(await page.evaluate('location.href')).toBe(`${origin}/page?a=b&c=%2F`)
      expect(await body()).toMatch(/^jürgen at \/page\?a=b&c=%2F/)
      expect(await page.evaluate(`fetch('/page').then((response) => response.status)`)).toBe(200)
      await page.follow(`document.querySelector('button').click()`)
      expect(await page.evaluate('location.pathname')).toBe('/login')
      expect(await page.evaluate(`fetch('/page').then((response) => response.status + response.headers.get('www-authenticate'))`)).toBe(
        '401Cookie form-action="/login"',
      )
    })
  })
})

function fill(name: string, given: string): string {
  return `(() => {
    const [form] = document.forms
    form.elements.name.value = ${JSON.stringify(name)}
    form.elements.password.value = ${JSON.stringify(given)}
    form.querySelector('button').click()
  })()`
}
