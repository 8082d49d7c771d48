#!/usr/bin/env node
import { keepCompiled } from './compile-cache.ts'
import { configurationFrom } from './configuration.ts'
keepCompiled(configurationFrom(process.env).data)
const [{ serve }, { close, open }] = await Promise.all([import('@gangway/cgi'), import('./app.ts')])
await serve(await open())
await close()
