import { bodyOf, contextFor, HttpError, text } from '@gangway/gateway'
import { errorPages } from './error-pages.ts'

const context = contextFor('GET', '/wiki/a', { mount: '/wiki' })

describe('errorPages', () => {
  it('shows an error of the visitor with its status and fields', async () => {
    const app = errorPages()(() => {
      throw new HttpError(405, 'not <so>', { headers: { allow: 'GET' } })
    })
    const response = await app(context)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET')
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(bodyOf(response)).toMatch(/<h1>Not like this<\/h1>[^]*not &lt;so&gt;/)
  })

  it.each([new Error('secret'), new HttpError(500, 'secret')])('leaves %s to the gateway', async (error) => {
    const app = errorPages()(() => Promise.reject(error))
    await expect(app(context)).rejects.toBe(error)
  })

  it('leaves a response alone', async () => {
    const response = text('fine')
    expect(await errorPages()(() => response)(context)).toBe(response)
  })
})
