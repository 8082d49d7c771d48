import { connect } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conformance, fastcgi, type FastcgiOptions as PeerOptions, type Start } from '@gangway/conformance'
import type { FastcgiOptions } from './options.ts'
import { serve } from './serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-fastcgi-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let count = 0

function over(peer: PeerOptions, options: FastcgiOptions = {}): Start {
  return async (app) => {
    const path = join(folder, `${++count}.sock`)
    const server = await serve(app, { listen: `unix:${path}`, onError: () => {}, ...options })
    return { driver: fastcgi(() => connect(path), peer), close: () => server.close({ grace: 0 }) }
  }
}

conformance('fastcgi, one connection per request', over({}))
conformance('fastcgi, kept connections', over({ keepConnection: true }))
conformance('fastcgi, byte by byte', over({ keepConnection: true, segment: 'byte' }))
conformance('fastcgi, cut anywhere and padded', over({ segment: () => 1 + Math.floor(Math.random() * 40), padding: 255 }))
conformance('fastcgi, as Apache sends it', over({ profile: 'apache' }))
conformance('fastcgi, as lighttpd sends it', over({ profile: 'lighttpd' }))
