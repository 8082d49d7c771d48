import { contextFor, text } from '@gangway/gateway'
import { loaded } from './loaded.ts'

describe('loaded', () => {
  it('loads a layer once, with the first request that needs it', async () => {
    let loads = 0
    const layer = loaded(
      ({ path }) => path === '/needed',
      async () => {
        loads++
        return (app) => async (context) => text(`around ${await (await app(context)).text()}`)
      },
    )
    const app = layer(({ path }) => text(path))
    const ask = async (path: string) => (await app(contextFor('GET', path))).text()
    expect([await ask('/'), loads]).toEqual(['/', 0])
    expect(await Promise.all([ask('/needed'), ask('/needed'), ask('/')])).toEqual(['around /needed', 'around /needed', '/'])
    expect(loads).toBe(1)
  })
})
