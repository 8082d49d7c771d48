import { contextFor, text, type Context } from '@gangway/gateway'
import { apiKey, auth, bearer, createApiKey, require, type ApiKeyEntry } from '../index.ts'

const seen: string[] = []
const opaque = bearer({
  realm: 'api',
  verify(token) {
    seen.push(token)
    return token === 'mF_9.B5f-4.1JqM' ? { id: 'ann' } : null
  },
})
const app = auth({ schemes: [opaque] })(require()(({ user }) => text(user.id)))

beforeEach(() => seen.splice(0))

function ask(headers: Record<string, string>, url = '/'): Context {
  return contextFor('GET', url, { headers })
}

describe('bearer', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('takes the token of RFC 6750 after %s', async (name) => {
    expect(await (await app(ask({ authorization: `${name} mF_9.B5f-4.1JqM` }))).text()).toBe('ann')
  })

  it.each<[string, Record<string, string>, string, number, string]>([
    ['no token', {}, '/', 401, 'Bearer realm="api"'],
    ['a token in the query alone', {}, '/?access_token=mF_9.B5f-4.1JqM', 401, 'Bearer realm="api"'],
    ['another scheme', { authorization: 'Basic x' }, '/', 401, 'Bearer realm="api"'],
    ['a wrong token', { authorization: 'Bearer no' }, '/', 401, 'Bearer realm="api", error="invalid_token"'],
  ])('A1: answers %s as RFC 6750 §3 says', async (_, headers, url, status, challenge) => {
    const response = await app(ask(headers, url))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, challenge])
  })

  it.each<[string, string, string]>([
    ['nothing behind the name', 'Bearer', '/'],
    ['two tokens', 'Bearer a b', '/'],
    ['a merged field', 'Bearer a, Bearer b', '/'],
    ['a token beyond ASCII', 'Bearer \xe4', '/'],
    ['a token of 100 kB', `Bearer ${'a'.repeat(100_000)}`, '/'],
    ['two ways at once', 'Bearer mF_9.B5f-4.1JqM', '/?a=b&access_token=x'],
  ])('A2: answers %s with 400, and looks nothing up', async (_, authorization, url) => {
    const response = await app(ask({ authorization }, url))
    expect(response.status).toBe(400)
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="api", error="invalid_request", error_description="[A-Za-z ]+"$/,
    )
    expect(seen).toEqual([])
  })
})

describe('apiKey', () => {
  const entries = new Map<string, ApiKeyEntry>()
  const { key, id, hash } = createApiKey('gw')
  entries.set(id, { user: { id: 'robot' }, hash })
  const scheme = apiKey({ prefix: 'gw', find: async (wanted) => entries.get(wanted) ?? null })
  const keyed = auth({ schemes: [scheme] })(require()(({ user }) => text(user.id)))

  it('makes keys with 192 random bits, of which only the hash opens nothing', () => {
    expect(key).toMatch(/^gw_[0-9a-f]{16}_[0-9a-f]{48}$/)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(createApiKey('gw').key).not.toBe(key)
    expect(() => createApiKey('g_w')).toThrow(TypeError)
  })

  it('finds the user of a key', async () => {
    expect(await (await keyed(ask({ 'x-api-key': key }))).text()).toBe('robot')
  })

  it.each([
    ['another secret', `gw_${id}_${'0'.repeat(48)}`],
    ['an unknown id', `gw_0000000000000000_${'0'.repeat(48)}`],
    ['another prefix', key.replace('gw', 'xx')],
    ['the hash', hash],
    ['no secret', `gw_${id}_`],
    ['garbage', '___'],
    ['nothing', ''],
    ['100 kB', `${key}${'0'.repeat(100_000)}`],
    ['two keys', `${key}, ${key}`],
  ])('A2: answers 401 to %s', async (_, wrong) => {
    const response = await keyed(ask({ 'x-api-key': wrong }))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'ApiKey header="x-api-key"'])
    expect(response.headers.get('vary')).toBe('x-api-key')
  })

  it('stands beside other bearer tokens, told by its prefix', async () => {
    const both = auth({
      schemes: [opaque, apiKey({ prefix: 'gw', header: 'Authorization', find: (wanted) => entries.get(wanted) ?? null })],
    })(require()(({ user }) => text(user.id)))
    expect(await (await both(ask({ authorization: `Bearer ${key}` }))).text()).toBe('robot')
    expect(await (await both(ask({ authorization: 'Bearer mF_9.B5f-4.1JqM' }))).text()).toBe('ann')
    expect((await both(ask({}))).headers.get('www-authenticate')).toBe('Bearer realm="api", Bearer')
  })
})
