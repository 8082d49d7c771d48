import { ironSession } from './iron-session.ts'
import { memoryStore } from './memory-store.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']

describe('the options of session', () => {
  it.each<[string, SessionOptions & { [name: string]: unknown }]>([
    ['the secret', { secrets: ['short'] }],
    ['there is no secret', {}],
    ['the secret number 1 is missing', { secrets: [undefined] }],
    ['name is a word', { secrets, name: 'a b' as 'session' }],
    ['idleTimeout is a number of seconds above 0', { secrets, idleTimeout: 0 }],
    ['absoluteTimeout is a number of seconds above 0', { secrets, absoluteTimeout: Infinity }],
    ['absoluteTimeout is a number of seconds above 0', { secrets, absoluteTimeout: Number.MAX_SAFE_INTEGER }],
    ['storeTimeout is a number of seconds above 0', { store: memoryStore(), storeTimeout: -1 }],
    ['touchAfter', { secrets, touchAfter: 1800 }],
    ['onStoreError is one of fail, anonymous', { secrets, onStoreError: 'ignore' as 'fail' }],
    ['onConflict is one of', { secrets, onConflict: 'yours' as 'mine' }],
    ['oversize is one of', { secrets, oversize: 'spill' as 'throw' }],
    ['cacheSize', { secrets, cacheSize: -1 }],
    ['secrets is for sessions sealed in cookies', { secrets, store: memoryStore() }],
    ['oversize is for sessions sealed in cookies', { oversize: 'chunk', store: memoryStore() }],
    ['is not the name of a cookie', { secrets, cookie: { name: 'a=b' } }],
    ['is not the name of a cookie', { secrets, cookie: { name: 'a.1' } }],
    ['sameSite none must be secure', { secrets, cookie: { sameSite: 'none', secure: false } }],
    ['the path of a cookie begins with a slash', { secrets, cookie: { path: 'x' } }],
    ['cookie domain is invalid', { secrets, cookie: { domain: 'a b' } }],
    ['seals have keys of their own', { secrets, seals: ironSession({ password: 'a password of 32 characters or more' }) }],
  ])('are refused at the start: %s', (message, options) => {
    expect(() => session(options)).toThrow(TypeError)
    expect(() => session(options)).toThrow(message)
  })
})
