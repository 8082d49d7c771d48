import { toFetch, type Application } from '@gangway/gateway'
import { conformance } from './conformance.ts'
import { startReference } from '../test/reference-gateway.ts'
import { viaFetch } from './via-fetch.ts'

function startHandler(app: Application) {
  const expected = { protocol: 'fetch', client: '' }
  return { driver: viaFetch('http://conformance.test', { fetch: toFetch(app, { log: () => {} }), expected }), close: () => {} }
}

async function startBehindFetch(app: Application) {
  const { origin, close } = await startReference(app)
  return { driver: viaFetch(origin), close }
}

// Heads and framing are the business of the platform that calls the handler.
conformance('toFetch', startHandler, { can: { framing: false, contentLength: false } })
conformance('the reference gateway, through fetch,', startBehindFetch)
