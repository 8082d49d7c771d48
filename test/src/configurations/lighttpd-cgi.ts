import type { Configuration } from '../web-server.ts'

export interface LighttpdCgiOptions {
  /** Absolute path of the program. */
  program: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
}

/** lighttpd running a CGI program. */
export function lighttpdCgi({ program, mount = '' }: LighttpdCgiOptions): Configuration {
  return () => `server.modules += ( "mod_alias", "mod_cgi" )

$HTTP["url"] =~ "^${mount}(/|$)" {
    alias.url = ( "${mount === '' ? '/' : mount}" => "${program}${mount === '' ? '/' : ''}" )
    cgi.assign = ( "" => "" )
}
`
}
