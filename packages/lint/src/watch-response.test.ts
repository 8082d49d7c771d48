import { contextFor, empty, file, html, text } from '@gangway/gateway'
import { lint } from './lint.ts'

describe('a response behind lints', () => {
  it('keeps a stream of bytes one, down to buffers that readers bring', async () => {
    const app = lint({ severity: 'warn' })(() => new Response('abc'))
    const { body } = await app(contextFor('GET', '/'))
    const reader = body?.getReader({ mode: 'byob' })
    const first = await reader?.read(new Uint8Array(8))
    const last = await reader?.read(new Uint8Array(8))
    expect([new TextDecoder().decode(first?.value), last?.done]).toEqual(['abc', true])
  })

  it('gives the very response that came where its body does not stream', async () => {
    for (const response of [text('a'), empty(), file('/etc/hostname'), html`a`, new Response(null)]) {
      expect(await lint({ severity: 'warn' })(() => response)(contextFor('GET', '/'))).toBe(response)
    }
  })
})
