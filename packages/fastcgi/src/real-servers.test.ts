import { connect } from 'node:net'
import { join } from 'node:path'
import { behind, conformance, http1, type Can, type Start } from '@gangway/conformance'
import type { Server } from '@gangway/listen'
import { startApache } from '../../../test/src/apache.ts'
import { startCaddy } from '../../../test/src/caddy.ts'
import { apacheProxyFcgi } from '../../../test/src/configurations/apache-proxy-fcgi.ts'
import { caddyFastcgi } from '../../../test/src/configurations/caddy-fastcgi.ts'
import { haproxyFastcgi } from '../../../test/src/configurations/haproxy-fastcgi.ts'
import { lighttpdFastcgi } from '../../../test/src/configurations/lighttpd-fastcgi.ts'
import { nginxFastcgi } from '../../../test/src/configurations/nginx-fastcgi.ts'
import { startHaproxy } from '../../../test/src/haproxy.ts'
import { startLighttpd } from '../../../test/src/lighttpd.ts'
import { startNginx } from '../../../test/src/nginx.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import type { WebServer } from '../../../test/src/web-server.ts'
import type { FastcgiOptions } from './options.ts'
import { serve } from './serve.ts'

interface Front {
  readonly can: Can
  readonly family?: 'tcp' | 'unix'
  /** The path below which the application is. */
  readonly base?: string
  readonly options?: FastcgiOptions
}

/** Between TCP sockets of one machine lie megabytes: only a unix socket shows soon that a client reads no further. */
const ofTcp: Can = { hold: false }

/** The whole suite from a client through a web server to our FastCGI server and back. */
function behindServer(front: (backend: string) => Promise<WebServer>, { can, family = 'unix', base = '', options = {} }: Front): Start {
  return async (app) => {
    const listen = family === 'tcp' ? 0 : { path: join(temporaryFolder(), 'app.sock'), mode: 0o666 }
    const server = await serve(app, { listen, onError: () => {}, ...options })
    const web = await front(backendOf(server))
    return {
      driver: http1(() => connect(web.port, '127.0.0.1'), {
        can: family === 'tcp' ? { ...can, ...ofTcp } : can,
        expected: { protocol: 'fastcgi', version: '1.0', base },
      }),
      async close() {
        await web.stop()
        await server.close({ grace: 0 })
      },
    }
  }
}

function backendOf({ address }: Server): string {
  return address.kind === 'tcp' ? `127.0.0.1:${address.port}` : address.kind === 'unix' ? `unix:${address.path}` : ''
}

const ranges = { 'several ranges are the whole file': 'lighttpd answers ranges of a 200 itself' }

requireBinaries('nginx')('behind nginx', () => {
  conformance(
    'fastcgi over a unix socket, kept connections',
    behindServer((backend) => startNginx(nginxFastcgi({ backend })), { can: behind.nginx }),
  )
  conformance(
    'fastcgi over TCP, unbuffered, below a path',
    behindServer((backend) => startNginx(nginxFastcgi({ backend, mount: '/app', requestBuffering: false, responseBuffering: false })), {
      can: behind.nginxUnbuffered,
      family: 'tcp',
      base: '/app',
    }),
  )
  conformance(
    'fastcgi over TCP, a connection per request',
    behindServer((backend) => startNginx(nginxFastcgi({ backend, keepAlive: 0, requestBuffering: false, responseBuffering: false })), {
      can: behind.nginxUnbuffered,
      family: 'tcp',
    }),
  )
})

requireBinaries('apache2', 'mod_proxy_fcgi')('behind Apache with mod_proxy_fcgi', () => {
  conformance(
    'fastcgi over a unix socket, kept connections',
    behindServer((backend) => startApache(apacheProxyFcgi({ backend, responseBuffering: false })), { can: behind.apache }),
  )
  conformance(
    'fastcgi over TCP, a connection per request, below a path',
    behindServer((backend) => startApache(apacheProxyFcgi({ backend, mount: '/app', keepAlive: false, responseBuffering: false })), {
      // Below a path Apache looks for the path at the beginning of the target, where the scheme is.
      can: { ...behind.apache, absoluteTarget: false },
      family: 'tcp',
      base: '/app',
    }),
  )
})

requireBinaries('lighttpd')('behind lighttpd', () => {
  conformance(
    'fastcgi over a unix socket, unbuffered',
    behindServer((backend) => startLighttpd(lighttpdFastcgi({ backend, requestBuffering: false, responseBuffering: false })), {
      can: behind.lighttpd,
    }),
    { exceptions: ranges },
  )
  conformance(
    'fastcgi over TCP, unbuffered, below a path',
    behindServer(
      (backend) => startLighttpd(lighttpdFastcgi({ backend, mount: '/app', requestBuffering: false, responseBuffering: false })),
      {
        can: { ...behind.lighttpd, aboveRoot: false },
        family: 'tcp',
        base: '/app',
      },
    ),
    { exceptions: ranges },
  )
})

const caddy: Can = {
  aboveRoot: false,
  absoluteTarget: false,
  asteriskTarget: false,
  // Caddy takes a connection that breaks off for the end of a response without a length.
  brokenResponse: false,
  bytesInTarget: false,
  earlyHead: false,
  expectContinue: false,
  fragment: false,
  fullDuplex: false,
  informational: false,
  // Caddy notices that a client left when it next writes to it, which may be never.
  leave: false,
  leaveEarly: false,
  log: false,
  oversizedHead: false,
  reasonPhrase: false,
  repeatedCookie: false,
  streaming: false,
  trailers: false,
  underscoredName: false,
}

const ofCaddy = {
  'a backslash is a slash, as in a URL': 'Caddy encodes it',
  'quotes and angle brackets are percent-encoded': 'Caddy encodes them in the target',
  'fields look the same by every way of reading them': 'Caddy adds X-Forwarded fields',
  'HTTP-06 a stream over time is complete without a length': 'Caddy collects a small body and gives its length',
  'a fault of the peer is answered with its own status': 'Caddy answers 502 itself when a client breaks off',
}

requireBinaries('caddy')('behind Caddy', () => {
  conformance(
    'fastcgi over TCP',
    behindServer((backend) => startCaddy(caddyFastcgi({ backend })), { can: caddy, family: 'tcp' }),
    { exceptions: ofCaddy },
  )
})

// HAProxy 2.6.12 ends with a signal on some responses that are cut off, so it gets what it survives.
const forHaproxy =
  /^(the method|a path|C\.4|semicolons|several slashes|a body with|a body in|every byte|a megabyte with|the status|CGI-22|HEAD has|FCGI-21|FCGI-27|fields of one|fifty|several Cookie|a genuine Response with text|replies|an HttpError|a 204 has|a whole file)/

const ofHaproxy = { 'a megabyte with its length': 'HAProxy answers others with an internal error meanwhile' }

requireBinaries('haproxy')('behind HAProxy', () => {
  conformance(
    'fastcgi over a unix socket',
    behindServer((backend) => startHaproxy(haproxyFastcgi({ backend })), { can: behind.nginx }),
    { only: forHaproxy },
  )
  conformance(
    'fastcgi over TCP, multiplexed, below a path',
    behindServer((backend) => startHaproxy(haproxyFastcgi({ backend, mount: '/app', multiplex: 20 })), {
      can: behind.nginx,
      family: 'tcp',
      base: '/app',
      options: { multiplex: true },
    }),
    { only: forHaproxy, exceptions: ofHaproxy, concurrency: 4 },
  )
})
