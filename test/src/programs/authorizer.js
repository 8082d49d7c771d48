#!/usr/bin/env node
import { auth, basic, htpasswd, require } from '@gangway/auth'
import { allow } from '@gangway/fastcgi'
import { serve } from '@gangway/fastcgi' // http for nginx
import { stack } from '@gangway/gateway'

const { WIKI_USERS = '/etc/wiki/users', WIKI_LISTEN = '127.0.0.1:9001' } = process.env

const app = stack()
  .use(auth({ schemes: [basic({ users: htpasswd(WIKI_USERS), realm: 'wiki' })] }))
  .use(require())
  .app(({ user }) => allow({ REMOTE_USER: user.id }))

await serve(app, { listen: WIKI_LISTEN })
