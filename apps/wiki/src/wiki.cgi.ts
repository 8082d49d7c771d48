#!/usr/bin/env node
import { serve } from '@gangway/cgi'
import { open } from './app.ts'
await serve(await open())
