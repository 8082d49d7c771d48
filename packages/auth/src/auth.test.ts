import { contextFor, stack, text, type Application, type Context } from '@gangway/gateway'
import { auth, authenticationOf, basic, bearer, clientCertificate, remoteUser, require, type Scheme, type User } from './index.ts'

const users = {
  verify: (name: string, password: string) => (name === 'ann' && password === 's:ecret' ? { id: 'ann', roles: ['admin'] } : null),
}
const robots = bearer({ verify: (token) => (token === 'x' ? { id: 'bob', robot: true } : null) })
const page: Application<{ user: User | null }> = ({ user }) => text(user?.id ?? 'nobody')

const withBasic = { authorization: `Basic ${btoa('ann:s:ecret')}` }

function asked(headers: Record<string, string> = {}, url = '/'): Context {
  return contextFor('GET', url, { headers })
}

describe('auth', () => {
  it('puts the user on the context, of the type that the schemes find', async () => {
    const app = stack()
      .use(auth({ schemes: [basic({ users }), robots] }))
      .app(({ user }) => {
        const id: string | undefined = user?.id
        const robot: boolean | undefined = user && 'robot' in user ? user.robot : undefined
        return text(`${id} ${robot}`)
      })
    expect(await (await app(asked({ authorization: 'Bearer x' }))).text()).toBe('bob true')
    expect(await (await app(asked(withBasic))).text()).toBe('ann undefined')
  })

  it('answers nothing by itself: without credentials, and with wrong ones, the user is null', async () => {
    const app = auth({ schemes: [basic({ users }), robots] })(page)
    for (const headers of [{}, { authorization: 'Basic x' }, { authorization: 'Bearer y' }, { authorization: 'Unknown z' }])
      expect(await (await app(asked(headers))).text()).toBe('nobody')
  })

  it('stays synchronous where its schemes are', () => {
    const app = auth({ schemes: [basic({ users }), robots] })(require()(page))
    for (const headers of [{}, withBasic, { authorization: 'Bearer x' }]) expect(app(asked(headers))).not.toBeInstanceOf(Promise)
  })

  it('asks the schemes in their order, until one accepts', async () => {
    const called: string[] = []
    const scheme = (name: string, user: User | null): Scheme => ({
      name,
      strength: 0,
      reads: [],
      identify: () => name,
      authenticate: async () => {
        called.push(name)
        return user ? { user, authTime: 7 } : { user: null }
      },
      challenge: () => [],
    })
    const app = auth({ schemes: [scheme('a', null), scheme('b', { id: 'bob' }), scheme('c', { id: 'cid' })] })((context) =>
      text(JSON.stringify([context.user, authenticationOf(context)])),
    )
    const bob = { id: 'bob' }
    expect(await (await app(asked())).json()).toEqual([bob, { user: bob, scheme: 'b', authTime: 7 }])
    expect(called).toEqual(['a', 'b'])
  })

  it('says in Vary what it read, also when nobody asked, and keeps what was made for a user out of shared caches', async () => {
    const app = auth({ schemes: [basic({ users }), remoteUser({ user: (id) => ({ id }) })] })(() =>
      text('', { headers: { vary: 'Accept' } }),
    )
    const [open, closed] = [await app(asked()), await app(asked(withBasic))]
    expect([open.headers.get('vary'), open.headers.get('cache-control')]).toEqual(['Accept, Authorization', null])
    expect([closed.headers.get('vary'), closed.headers.get('cache-control')]).toEqual(['Accept, Authorization', 'private'])
  })

  it('leaves a Cache-Control, a Vary of *, and an immutable response as they are', async () => {
    const immutable = Response.redirect('https://example.org/', 302)
    const given = text('', { headers: { 'cache-control': 'public', vary: '*' } })
    const app = auth({ schemes: [basic({ users })] })(({ path }) => (path === '/' ? given : immutable))
    const response = await app(asked(withBasic))
    expect([response.headers.get('vary'), response.headers.get('cache-control')]).toEqual(['*', 'public'])
    expect((await app(asked(withBasic, '/x'))).headers.get('vary')).toBe('Authorization')
    expect(immutable.headers.get('vary')).toBeNull()
  })

  it('lets what a scheme or the application throws pass', async () => {
    const failing = basic({ users: () => Promise.reject(new Error('the database is down')) })
    await expect(auth({ schemes: [failing] })(page)(asked(withBasic))).rejects.toThrow('the database is down')
    const app = auth({ schemes: [robots] })(() => {
      throw new Error('a mistake')
    })
    expect(() => app(asked())).toThrow('a mistake')
  })

  it('leaves the user of another auth outside to the layers outside', async () => {
    const lines: (string | undefined)[] = []
    const inner = auth({ schemes: [robots] })(page)
    const app = auth({ schemes: [basic({ users })] })((context) => {
      const answer = inner(context)
      lines.push(context.user?.id)
      return answer
    })
    expect(await (await app(asked(withBasic))).text()).toBe('nobody')
    expect(lines).toEqual(['ann'])
  })

  it('refuses at once to have no scheme, or two of one name', () => {
    expect(() => auth({ schemes: [] })).toThrow(TypeError)
    expect(() => auth({ schemes: [robots, robots] })).toThrow("two schemes are named 'bearer'")
  })
})

describe('remoteUser', () => {
  const scheme = remoteUser({ user: (id) => ({ id }), proxy: { header: 'x-user', trusts: ({ address }) => address === '10.0.0.1' } })
  const app = auth({ schemes: [scheme] })(page)

  it('takes the word of the front server', async () => {
    expect(await (await app(contextFor('GET', '/', { client: { address: '1.2.3.4', user: 'ann' } }))).text()).toBe('ann')
  })

  it.each([
    ['10.0.0.1', { 'x-user': 'ann' }, 'ann'],
    ['10.0.0.2', { 'x-user': 'ann' }, 'nobody'],
    ['10.0.0.1', { 'x-user': '' }, 'nobody'],
    ['10.0.0.1', {}, 'nobody'],
  ])('takes a field of %s only when that is trusted: %j is %s', async (address, headers, user) => {
    expect(await (await app(contextFor('GET', '/', { client: { address }, headers }))).text()).toBe(user)
  })

  it('trusts no field unless it is configured', async () => {
    const plain = auth({ schemes: [remoteUser({ user: (id) => ({ id }) })] })(page)
    expect(await (await plain(asked({ 'remote-user': 'ann', 'x-remote-user': 'ann', remote_user: 'ann' }))).text()).toBe('nobody')
  })

  it('has no challenge, so that who is nobody gets 403', async () => {
    const response = await auth({ schemes: [scheme] })(require()(page))(asked())
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null])
  })
})

describe('clientCertificate', () => {
  const scheme = clientCertificate({ user: ({ subject }) => (subject === 'CN=ann' ? { id: 'ann' } : null) })
  const app = auth({ schemes: [scheme] })(page)

  it.each([
    ['a verified certificate', { subject: 'CN=ann', verified: true }, 'ann'],
    ['one that was not verified', { subject: 'CN=ann', verified: false }, 'nobody'],
    ['one of somebody else', { subject: 'CN=eve', verified: true }, 'nobody'],
  ])('given %s finds its user', async (_, certificate, user) => {
    expect(await (await app(contextFor('GET', '/', { tls: { clientCertificate: certificate } }))).text()).toBe(user)
  })

  it('finds nobody without a certificate, and without TLS', async () => {
    expect(await (await app(contextFor('GET', '/', { tls: {} }))).text()).toBe('nobody')
    expect(await (await app(asked())).text()).toBe('nobody')
  })
})
