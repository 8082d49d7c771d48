#!/usr/bin/env node
import { serve } from '@gangway/fastcgi'
import { open } from './app.ts'
const { WIKI_LISTEN: listen } = process.env
await serve(await open(), listen ? { listen } : {})
