#!/usr/bin/env node
import { serve } from '@gangway/fastcgi'
import { close, open } from './app.ts'
const { WIKI_LISTEN: listen } = process.env
const server = await serve(await open(), listen ? { listen } : {})
await server.closed
await close()
