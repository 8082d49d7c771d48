import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { fileURLToPath } from 'node:url'

// A CGI program gets its environment from the web server, and so its secrets from here.
const file = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(file)) loadEnvFile(file)
