import { serve } from '@gangway/http'
import app from './app.ts'

const { address } = await serve(app)
console.log('host' in address ? `http://${address.host}:${address.port}` : address)
