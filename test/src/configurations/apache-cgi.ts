import { dirname } from 'node:path'
import type { ApacheConfiguration } from '../apache.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheCgiOptions {
  /** Absolute path of the program. */
  program: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Apache's processing module; mod_cgid is for `event`, mod_cgi for `prefork`. Default: `event`. */
  mpm?: 'event' | 'prefork'
}

/** Apache running a CGI program, by mod_cgid or mod_cgi. */
export function apacheCgi({ program, mount = '', mpm = 'event' }: ApacheCgiOptions): ApacheConfiguration {
  return {
    mpm,
    modules: ['alias', mpm === 'event' ? 'cgid' : 'cgi'],
    site: (site) =>
      virtualHost(
        site,
        `    ScriptAlias "${mount === '' ? '/' : mount}" "${program}${mount === '' ? '/' : ''}"
    <Directory "${dirname(program)}">
        Require all granted
        CGIPassAuth On
    </Directory>`,
      ),
  }
}
