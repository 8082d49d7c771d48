#!/usr/bin/env node
import { serve } from '@gangway/fastcgi'
import { open } from './app.ts'
await serve(await open())
