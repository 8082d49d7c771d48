#!/usr/bin/env node
import { serve } from '@gangway/fastcgi'
import { text } from '@gangway/gateway'
await serve(() => text('Hello World!'))
