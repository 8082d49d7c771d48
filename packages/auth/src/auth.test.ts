import { contextFor, stack, text } from '@gangway/gateway'
import { auth, basic, bearer, require, roles } from './index.ts'

const users = {
  verify: (name: string, password: string) => (name === 'ann' && password === 's:ecret' ? { id: 'ann', roles: ['admin'] } : null),
}

describe('auth', () => {
  it('types the user by its schemes', async () => {
    const app = stack()
      .use(auth({ schemes: [basic({ users }), bearer({ verify: (token) => (token === 'x' ? { id: 'bob', robot: true } : null) })] }))
      .app(({ user }) => {
        const id: string | undefined = user?.id
        const robot: boolean | undefined = user && 'robot' in user ? user.robot : undefined
        return text(`${id} ${robot}`)
      })
    expect(await (await app(contextFor('GET', '/', { headers: { authorization: 'Bearer x' } }))).text()).toBe('bob true')
  })
  it('require', async () => {
    const app = stack()
      .use(auth({ schemes: [basic({ users })] }))
      .use(require(roles('admin')))
      .app(({ user }) => text(user.roles.join()))
    const response = await app(contextFor('GET', '/', { headers: { authorization: `Basic ${btoa('ann:s:ecret')}` } }))
    expect(await response.text()).toBe('admin')
    console.log(await app(contextFor('GET', '/')))
  })
})
