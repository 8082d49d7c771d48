import { contextFor } from './context-for.ts'
import { extend } from './extend.ts'

describe('extend', () => {
  it('puts a key on the context and keeps the context', () => {
    const context = contextFor('GET', '/')
    const extended = extend(context, { user: 'ann' })
    expect(extended).toBe(context)
    expect([extended.user, extended.path]).toEqual(['ann', '/'])
  })

  it('does not replace a member of the context', () => {
    expect(() => extend(contextFor('GET', '/'), { path: '/evil' })).toThrow(TypeError)
  })
})
