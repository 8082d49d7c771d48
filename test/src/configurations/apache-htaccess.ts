/** What a customer of a shared host puts beside a CGI program, `.htaccess`, where the host allows him to run one. */
export const apacheHtaccess = `Options +ExecCGI
AddHandler cgi-script .cgi
`

export interface SharedHostProgramOptions {
  /** Absolute path of Node. */
  node: string
  /** Absolute path of the program, which need not be where the web server looks for files. */
  program: string
}

/** The CGI program of a customer whose Node is not where `#!/usr/bin/env node` finds it. */
export function sharedHostProgram({ node, program }: SharedHostProgramOptions): string {
  return `#!/bin/sh
exec ${node} ${program}
`
}
