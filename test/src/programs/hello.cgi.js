#!/usr/bin/env node
import { serve } from '@gangway/cgi'
import { text } from '@gangway/gateway'
await serve(() => text('Hello World!'))
