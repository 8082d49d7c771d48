import { contextFor } from './context-for.ts'
import type { Application, Middleware } from './context.ts'
import { extend } from './extend.ts'
import { text } from './replies.ts'
import { bodyOf } from './response.ts'
import { stack } from './stack.ts'

const naming =
  (name: string, calls: string[]): Middleware =>
  (app) => {
    calls.push(`wrap ${name}`)
    return (context) => {
      calls.push(`enter ${name}`)
      const response = app(context)
      calls.push(`leave ${name}`)
      return response
    }
  }

describe('stack', () => {
  it('passes a request through the layers in order, wrapped once', async () => {
    const calls: string[] = []
    const app = stack()
      .use(naming('outer', calls))
      .use(naming('inner', calls))
      .app(() => text('x'))
    expect(calls).toEqual(['wrap inner', 'wrap outer'])
    for (let times = 0; times < 2; times++) await app(contextFor('GET', '/'))
    const once = ['enter outer', 'enter inner', 'leave inner', 'leave outer']
    expect(calls.slice(2)).toEqual([...once, ...once])
  })

  it('hands on what layers add', async () => {
    const user: Middleware<{ user: string }> = (app) => (context) => app(extend(context, { user: 'ann' }))
    const greeting: Middleware<{ greeting: string }, { user: string }> = (app) => (context) =>
      app(extend(context, { greeting: `hello ${context.user}` }))
    const app = stack()
      .use(user)
      .use(greeting)
      .app((context) => text(`${context.greeting}, ${context.user}`))
    expect(bodyOf(await app(contextFor('GET', '/')))).toBe('hello ann, ann')
  })

  it('keeps a synchronous application synchronous', () => {
    const app = stack()
      .use(naming('one', []))
      .app(() => text('x'))
    expect(app(contextFor('GET', '/'))).toBeInstanceOf(Response)
  })

  it('can be a base for several', () => {
    const calls: string[] = []
    const base = stack().use(naming('base', calls))
    base.use(naming('a', calls)).app(() => text('a'))
    base.app(() => text('b'))
    expect(calls).toEqual(['wrap a', 'wrap base', 'wrap base'])
  })

  test.each([undefined, null, {}, 'x'])('refuses what is no function: %p', (value) => {
    expect(() => stack().use(value as unknown as Middleware)).toThrow(TypeError)
    expect(() => stack().app(value as unknown as Application)).toThrow(TypeError)
  })

  it('refuses a layer that makes no application, when it is put together', () => {
    const nothing: Middleware = () => undefined as unknown as Application
    expect(() =>
      stack()
        .use(nothing)
        .app(() => text('x')),
    ).toThrow(new TypeError('gateway: a middleware made undefined, expected an application'))
    expect(() =>
      stack()
        .use(naming('outer', []))
        .use(nothing)
        .app(() => text('x')),
    ).toThrow(TypeError)
  })
})
