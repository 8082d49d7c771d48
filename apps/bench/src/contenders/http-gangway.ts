import { serve } from '@gangway/http'
import { application } from './application.ts'
import { ready } from './ready.ts'

const { address } = await serve(application, { listen: 0 })
ready(address.kind === 'tcp' ? address.port : 0)
