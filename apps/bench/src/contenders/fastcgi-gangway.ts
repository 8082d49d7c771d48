import { serve } from '@gangway/fastcgi'
import { application } from './application.ts'
import { ready } from './ready.ts'

const path = process.argv[2] ?? ''
await serve(application, { listen: { path, mode: 0o666 } })
ready(path)
