import type { Configuration } from '../web-server.ts'
import { lighttpdBackend } from './lighttpd-backend.ts'
import { text } from './text.ts'

export interface LighttpdFastcgiOptions {
  /** Where the application listens: `127.0.0.1:9000` or `unix:/run/app.sock`; with `program`, where lighttpd is to listen for it. */
  backend: string
  /** Absolute path of the program for lighttpd to start; without it the application runs by itself. */
  program?: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Whether lighttpd receives all of a request's body first; without it a chunked body is refused with 411. Default: `true`. */
  requestBuffering?: boolean
  /** Whether lighttpd collects the response, so that a slow client does not hold the application. Default: `true`. */
  responseBuffering?: boolean
}

/** lighttpd in front of a FastCGI application, which it starts if it is given the program. */
export function lighttpdFastcgi(options: LighttpdFastcgiOptions): Configuration {
  const { backend, program = false, mount = '', requestBuffering = true, responseBuffering = true } = options
  return () => text`server.modules += ( "mod_fastcgi" )
server.stream-request-body = ${!requestBuffering && 2}
server.stream-response-body = ${!responseBuffering && 2}

$HTTP["url"] =~ "^${mount}(/|$)" {
    fastcgi.server = (
        "${mount || '/'}" => ((
            ${lighttpdBackend(backend)},
            "bin-path" => "${program}",
            "max-procs" => ${program && 1},
            "fix-root-scriptname" => "${mount === '' && 'enable'}",
            "check-local" => "disable"
        ))
    )
}
`
}
