import { fromFetch } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { ready } from './ready.ts'

const handler = async (request: Request) => (request.method === 'POST' ? Response.json(await request.json()) : new Response('Hello'))
const { address } = await serve(fromFetch(handler), { listen: 0 })
ready(address.kind === 'tcp' ? address.port : 0)
