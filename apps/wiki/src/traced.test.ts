import { setTimeout as sleep } from 'node:timers/promises'
import { contextFor, text } from '@gangway/gateway'
import { traced } from './traced.ts'

const once = { protocol: 'cgi', version: '1.1', software: '', multiprocess: true, runOnce: true, variables: {} } as const

function fail(): never {
  const wanted = 'what the developer wants to know'
  throw new TypeError(`it broke (${wanted.length})`)
}

describe('traced', () => {
  it.each([
    ['a server', {}],
    ['a CGI program', { gateway: once }],
  ])('tells the client of %s nothing, and the log everything', async (_, init) => {
    const logged: unknown[] = []
    const app = traced({ development: false })(fail)
    const response = await app(contextFor('GET', 'http://localhost/', { ...init, log: (message) => logged.push(message) }))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/it broke|fail/)
    // The report is made when the client has its answer.
    while (logged.length === 0) await sleep(5)
    expect(logged.join('\n')).toMatch(/TypeError: it broke[^]*fail.*traced\.test\.ts/)
  })

  it('shows a developer the values', async () => {
    const app = traced({ development: true })(fail)
    const context = contextFor('GET', 'http://localhost/', { client: { address: '127.0.0.1' }, log: () => {} })
    expect(await (await app(context)).text()).toContain('what the developer wants to know')
  })

  it('leaves answers alone', async () => {
    for (const development of [true, false]) {
      const app = traced({ development })(() => text('fine'))
      expect(await (await app(contextFor('GET', '/', { gateway: once }))).text()).toBe('fine')
    }
  })
})
