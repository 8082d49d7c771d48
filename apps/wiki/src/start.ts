import { serve } from '@gangway/http'
import { formatAddress } from '@gangway/listen'
import { close, open } from './app.ts'

const { WIKI_LISTEN: listen } = process.env
const server = await serve(await open(), listen ? { listen } : {})
console.log(`The wiki is on ${formatAddress(server.address, 'http').replace('//127.0.0.1:', '//localhost:')}`)
await server.closed
await close()
