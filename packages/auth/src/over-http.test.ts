import { createHash } from 'node:crypto'
import { stack, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { apiKey, auth, basic, bearer, digest, jwt, passwords, require, storedUsers, type Scheme } from './index.ts'

const secret = 'TOPSECRET'

async function serving(app: Application, visit: (origin: string) => Promise<void>): Promise<string[]> {
  const logged: string[] = []
  const logging: Application = (context) => {
    context.log = (message) => void logged.push(String(message))
    return app(context)
  }
  await using server = await serve(logging, { listen: { host: '127.0.0.1', port: 0 }, signals: [] })
  const { address } = server
  if (!('port' in address)) throw new TypeError('no port')
  await visit(`http://127.0.0.1:${address.port}/`)
  return logged
}

function guarded(...schemes: [Scheme, ...Scheme[]]): Application {
  return stack()
    .use(lint())
    .use(auth({ schemes }))
    .use(lint())
    .use(require())
    .app(({ user }) => text(user.id))
}

describe('auth over HTTP', () => {
  it('A2: answers malformed and wrong credentials of every scheme with 4xx, and logs nothing of them', async () => {
    const keys: [{ key: Uint8Array; algorithms: [string] }] = [{ key: createHash('sha256').update(secret).digest(), algorithms: ['HS256'] }]
    const app = guarded(
      basic({ users: () => null }),
      digest({ users: { digest: () => null }, realm: 'wiki' }),
      bearer({ verify: () => null }),
      jwt({ keys, issuer: 'issuer', audience: 'wiki' }),
      apiKey({ prefix: 'gw', find: () => null }),
    )
    const values = [
      `Basic ${btoa(`ann:${secret}`)}`,
      `Basic ${secret}`,
      `Basic ${btoa('ann:\xff')}`,
      `Digest username="ann", response="${secret}"`,
      `Digest username="${secret}`,
      `Bearer ${secret}`,
      `Bearer ${secret}.${secret}.${secret}`,
      `Bearer "${secret}"`,
      `Bearer ${secret.repeat(2000)}`,
      `${secret}`,
      ` ${secret} ${secret}`,
      `${secret}\t=${secret}`,
    ]
    const statuses: number[] = []
    const logged = await serving(app, async (origin) => {
      for (const value of values)
        for (const name of ['authorization', 'x-api-key']) statuses.push((await fetch(origin, { headers: { [name]: value } })).status)
      const merged = await fetch(origin, {
        headers: [
          ['authorization', 'Basic YTpi'],
          ['authorization', `Bearer ${secret}`],
        ],
      })
      statuses.push(merged.status)
    })
    expect(new Set(statuses)).toEqual(new Set([400, 401]))
    expect(logged.join('\n')).not.toContain(secret)
  })

  it('A4: answers 200 logins at once with 401, or 503 and Retry-After where too many wait', async () => {
    const few = passwords({ concurrency: 1, waiting: 5 })
    const users = storedUsers({ byName: () => null, passwords: few })
    await serving(guarded(basic({ users })), async (origin) => {
      const authorization = `Basic ${btoa('ann:wrong')}`
      const answers = await Promise.all(Array.from({ length: 200 }, async () => fetch(origin, { headers: { authorization } })))
      const late = answers.filter(({ status }) => status === 503)
      expect(late.length).toBeGreaterThan(0)
      expect(late.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true)
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(200 - late.length)
    })
  })
})
