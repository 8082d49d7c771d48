import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contextFor } from '@gangway/gateway'
import app from './app.ts'

test('the page says what was asked for, and escapes it', async () => {
  const response = await app(contextFor('GET', '/<b>'))
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(await response.text(), /You asked for \/(?:%3C|&lt;)b(?:%3E|&gt;)/)
})
