import { randomBytes } from 'node:crypto'
import { contextFor, text, type Middleware } from '@gangway/gateway'
import { SessionTooLargeError } from './cookies-for.ts'
import { memoryStore } from './memory-store.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
import type { Session } from './session.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']
const large = randomBytes(4000).toString('base64')
const address = 'https://example.org/'

// A browser: it drops what is too large, and what it is told to.
class Browser {
  readonly cookies = new Map<string, string>()
  readonly #wrap: Middleware<{ readonly session: Session }>

  constructor(options: SessionOptions) {
    this.#wrap = session(options)
  }

  async visit(visit: (found: Session) => unknown): Promise<readonly string[]> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const app = this.#wrap(({ session: found }) => {
      visit(found)
      return text('a page')
    })
    const response = await app(contextFor('GET', address, { headers: cookie === '' ? {} : { cookie }, log: () => {} }))
    const lines = response.headers.getSetCookie()
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      if (line.includes('Max-Age=0')) this.cookies.delete(name)
      else if (line.length <= 4096) this.cookies.set(name, value)
    }
    return lines
  }
}

describe('a session that is too large for its cookie (S7)', () => {
  it('is an error that names the largest keys, and leaves what was kept before', async () => {
    const browser = new Browser({ secrets })
    await browser.visit((found) => found.set('user', 'ann'))
    const visiting = browser.visit((found) => {
      found.set('basket', large)
      found.set('small', 1)
    })
    await expect(visiting).rejects.toThrow(SessionTooLargeError)
    await expect(visiting).rejects.toThrow(
      /the cookie would have \d+ characters, too many; the largest of it: basket \(\d+\), user \(5\), small \(1\)/,
    )
    await browser.visit((found) => expect([found.get('user'), found.get('basket')]).toEqual(['ann', undefined]))
  })

  it('is spread over several cookies, and back into one', async () => {
    const browser = new Browser({ secrets, oversize: 'chunk' })
    await browser.visit((found) => found.set('basket', large))
    expect([...browser.cookies.keys()]).toEqual(['__Host-session', '__Host-session.1'])
    await browser.visit((found) => expect(found.get('basket')).toBe(large))
    await browser.visit((found) => found.set('basket', 'empty'))
    expect([...browser.cookies.keys()]).toEqual(['__Host-session'])
    await browser.visit((found) => expect(found.get('basket')).toBe('empty'))
  })

  it('is none when a chunk is missing or of another session, and all chunks are cleared', async () => {
    const [browser, other] = [new Browser({ secrets, oversize: 'chunk' }), new Browser({ secrets, oversize: 'chunk' })]
    await browser.visit((found) => found.set('basket', large))
    await other.visit((found) => found.set('basket', large))
    for (const chunk of [undefined, other.cookies.get('__Host-session.1')]) {
      const victim = new Browser({ secrets, oversize: 'chunk' })
      for (const [name, value] of browser.cookies) victim.cookies.set(name, value)
      if (chunk === undefined) victim.cookies.delete('__Host-session.1')
      else victim.cookies.set('__Host-session.1', chunk)
      await victim.visit((found) => expect(found.isNew).toBe(true))
      expect(victim.cookies.size).toBe(0)
    }
  })

  it('is an error where three cookies are not enough', async () => {
    const browser = new Browser({ secrets, oversize: 'chunk' })
    await expect(browser.visit((found) => found.set('basket', large.repeat(3)))).rejects.toThrow(SessionTooLargeError)
    expect(browser.cookies.size).toBe(0)
  })

  it('goes to a store, where there is one, and stays there', async () => {
    const store = memoryStore()
    const browser = new Browser({ secrets, oversize: { spill: store } })
    await browser.visit((found) => found.set('user', 'ann'))
    expect(browser.cookies.get('__Host-session')).toMatch(/^Fe26/)
    await browser.visit((found) => found.set('basket', large))
    const token = browser.cookies.get('__Host-session')
    expect(token).toMatch(/^[\w-]{32}$/)
    await browser.visit((found) => expect([found.get('user'), found.get('basket')]).toEqual(['ann', large]))
    await browser.visit((found) => found.delete('basket'))
    expect(browser.cookies.get('__Host-session')).toBe(token)
    await browser.visit((found) => found.destroy())
    expect(browser.cookies.size).toBe(0)
  })

  it('is found in the store by a request that still has the cookie', async () => {
    const store = memoryStore()
    const browser = new Browser({ secrets, oversize: { spill: store } })
    await browser.visit((found) => found.set('user', 'ann'))
    const old = new Map(browser.cookies)
    await browser.visit((found) => found.set('basket', large))
    const token = browser.cookies.get('__Host-session')
    for (const [name, value] of old) browser.cookies.set(name, value)
    await browser.visit((found) => {
      expect(found.get('basket')).toBe(large)
      found.set('page', 1)
    })
    expect(browser.cookies.get('__Host-session')).toBe(token)
    for (const [name, value] of old) browser.cookies.set(name, value)
    await browser.visit((found) => found.destroy())
    browser.cookies.set('__Host-session', token ?? '')
    await browser.visit((found) => expect(found.isNew).toBe(true))
  })
})
