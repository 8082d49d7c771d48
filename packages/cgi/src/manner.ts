import { variable } from './variable.ts'

/** How the web server wants the response. */
export interface Manner {
  /** Whether it hands the bytes to the client as they are: then the whole of HTTP is ours (CGI §5). */
  readonly isNph: boolean
  /** Whether a body of unknown length goes in chunks. */
  readonly canChunk: boolean
  /** Whether it passes interim responses on: lighttpd alone does. */
  readonly canInform: boolean
}

/** What the variables say of the server, and the option `nph` of the program. */
export function mannerOf(pairs: readonly string[], nph: boolean | undefined): Manner {
  const isNph = nph ?? isNphName(variable(pairs, 'SCRIPT_FILENAME') || variable(pairs, 'SCRIPT_NAME') || '')
  const canInform = !isNph && variable(pairs, 'SERVER_SOFTWARE')?.startsWith('lighttpd') === true
  return { isNph, canChunk: isNph && variable(pairs, 'SERVER_PROTOCOL') === 'HTTP/1.1', canInform }
}

function isNphName(path: string): boolean {
  return path.startsWith('nph-', path.lastIndexOf('/') + 1)
}
