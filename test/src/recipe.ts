// Prints what the deployment recipe of this name shows; `npm run check` holds the documents against it.
import { readFileSync } from 'node:fs'
import { apacheHtaccess, sharedHostProgram } from './configurations/apache-htaccess.ts'
import { systemdUnits } from './configurations/systemd.ts'
import { authorizerRecipes } from './authorizer-recipes.ts'
import { recipes } from './recipes.ts'
import type { Places } from './recipes.ts'

const places: Places = {
  http: '127.0.0.1:3000',
  fastcgi: 'unix:/run/wiki.sock',
  fastcgiOverTcp: '127.0.0.1:9000',
  fastcgiOfServer: 'unix:/run/lighttpd/wiki.sock',
  cgiProgram: '/srv/wiki/dist/wiki.cgi.js',
  fastcgiProgram: '/srv/wiki/dist/wiki.fcgi.js',
}
const site = { listen: '*:80', name: 'wiki.example.org' }
const node = '/usr/bin/node'
const units = systemdUnits({ node, program: places.fastcgiProgram, listen: places.fastcgi, data: '/var/lib/wiki/wiki.sqlite' })

const authorizers = Object.entries(authorizerRecipes).map(([each, recipe]) => {
  const { configuration } = recipe({ authorizer: '127.0.0.1:9001', backend: places.fastcgi })
  return [each, configuration(site)]
})

const others: Readonly<Record<string, string>> = {
  ...Object.fromEntries(authorizers),
  authorizer: program('authorizer.js'),
  'systemd-socket': units.socket,
  'systemd-service': units.service,
  htaccess: apacheHtaccess,
  'shared-host-program': sharedHostProgram({ node, program: '/home/ann/wiki/dist/wiki.cgi.js' }),
  'hello-cgi': program('hello.cgi.js'),
  'hello-fastcgi': program('hello.fcgi.js'),
}

const [, , name = ''] = process.argv
const text = recipes[name]?.(places).configuration(site) ?? others[name]
if (text === undefined)
  throw new TypeError(`real-servers: no recipe ${name}; there are ${Object.keys({ ...recipes, ...others }).join(', ')}`)
process.stdout.write(text)

function program(file: string): string {
  return readFileSync(new URL(`programs/${file}`, import.meta.url), 'utf8')
}
