#!/usr/bin/env node
import { serve } from '@gangway/cgi'
import app from './app.ts'

await serve(app)
