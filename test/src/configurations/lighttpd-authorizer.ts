import type { Configuration } from '../web-server.ts'
import { lighttpdBackend } from './lighttpd-backend.ts'

export interface LighttpdAuthorizerOptions {
  /** Where the FastCGI authorizer listens: `127.0.0.1:9001` or `unix:/run/authorizer.sock`. */
  authorizer: string
  /** Where the FastCGI application listens that only the authorized may reach. */
  backend: string
}

/** lighttpd asking a FastCGI authorizer who may reach an application. */
export function lighttpdAuthorizer({ authorizer, backend }: LighttpdAuthorizerOptions): Configuration {
  return () => `server.modules += ( "mod_fastcgi" )

fastcgi.server = (
    "/" => (
        (
            ${lighttpdBackend(authorizer)},
            "mode" => "authorizer",
            "check-local" => "disable"
        ),
        (
            ${lighttpdBackend(backend)},
            "fix-root-scriptname" => "enable",
            "check-local" => "disable"
        )
    )
)
`
}
