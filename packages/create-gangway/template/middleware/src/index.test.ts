import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { middlewareContract } from '@gangway/conformance'
import { contextFor, stack, text } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { choose, preference } from './index.ts'

const values = ['first', 'second'] as const
const app = stack()
  .use(lint())
  .use(preference({ values }))
  .use(lint())
  .app((context) => text(context.preference))

describe('choose', () => {
  it('takes what was asked for', () => assert.equal(choose('second', values), 'second'))
  it('takes the first for anything else', () => {
    for (const asked of [null, '', 'third', '__proto__']) assert.equal(choose(asked, values), 'first')
  })
})

describe('preference', () => {
  it('refuses a value that could not stand in a field', () => {
    assert.throws(() => preference({ values: ['a\r\nb'] }), TypeError)
  })

  it('puts its key on the context, and says what the answer depends on', async () => {
    const response = await app(contextFor('GET', '/', { headers: { 'x-preference': 'second' } }))
    assert.equal(await response.text(), 'second')
    assert.equal(response.headers.get('vary'), 'X-Preference')
  })

  it('works behind a server', async () => {
    await using server = await serve(app, { listen: 0 })
    assert.ok('port' in server.address)
    const response = await fetch(`http://127.0.0.1:${server.address.port}/`, { headers: { 'x-preference': 'second' } })
    assert.equal(await response.text(), 'second')
  })
})

middlewareContract(preference({ values }), { name: 'preference', runner: { describe, it } })
