#!/usr/bin/env node
import { serve } from '@gangway/fastcgi'
import app from './app.ts'

const { FASTCGI_LISTEN: listen } = process.env
await serve(app, listen ? { listen } : {})
