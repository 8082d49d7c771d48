import { dirname } from 'node:path'
import type { ApacheConfiguration } from '../apache.ts'
import { text } from './text.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheFcgidOptions {
  /** Absolute path of the program, which Apache starts when requests come. */
  program: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Whether small pieces of the response are collected before they go to the client. Default: `true`. */
  responseBuffering?: boolean
}

/** Apache with mod_fcgid, which starts the FastCGI application and more of it as load demands. */
export function apacheFcgid({ program, mount = '', responseBuffering = true }: ApacheFcgidOptions): ApacheConfiguration {
  return {
    modules: ['alias', 'fcgid'],
    site: (site) =>
      virtualHost(
        site,
        text`    FcgidMaxRequestLen 1153433600
    FcgidOutputBufferSize ${!responseBuffering && 0}
    ScriptAlias "${mount === '' ? '/' : mount}" "${program}${mount === '' ? '/' : ''}"
    <Directory "${dirname(program)}">
        Require all granted
        SetHandler fcgid-script
        CGIPassAuth On
    </Directory>`,
      ),
  }
}
