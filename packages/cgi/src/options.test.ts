import { text } from '@gangway/gateway'
import { settingsFrom, type CgiOptions } from './options.ts'

const app = () => text('')

describe('settingsFrom', () => {
  it('has defaults', () => {
    expect(settingsFrom(app, {})).toEqual({
      mount: undefined,
      nph: undefined,
      sendfile: undefined,
      grace: 10_000,
      bodyBytes: Number.POSITIVE_INFINITY,
      handlerTimeout: 0,
    })
  })

  it('takes no longer grace than a timer can', () => {
    expect(settingsFrom(app, { grace: Number.POSITIVE_INFINITY }).grace).toBe(2 ** 31 - 1)
  })

  it.each(['', '/x', '/x/y%20z'])('takes the mount %j', (mount) => {
    expect(settingsFrom(app, { mount }).mount).toBe(mount)
  })

  it.each<[string, CgiOptions]>([
    ['a mount that ends in a slash', { mount: '/x/' }],
    ['a mount of a slash', { mount: '/' }],
    ['a mount without a slash', { mount: 'x' }],
    ['a negative grace', { grace: -1 }],
    ['a grace that is no number', { grace: Number.NaN }],
    ['a negative limit', { limits: { body: -1 } }],
    ['a negative timeout', { timeouts: { handler: -1 } }],
    ['a relative folder for sendfile', { sendfile: { header: 'X-Sendfile', folders: { files: '/files' } } }],
  ])('refuses %s at once', (_, options) => {
    expect(() => settingsFrom(app, options)).toThrow(TypeError)
  })
})
