import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The environment of a program that is run often: Node keeps what it has compiled, which takes three quarters off a start from sources. */
export const compileCache: Readonly<Record<string, string>> = { NODE_COMPILE_CACHE: join(tmpdir(), 'gangway-compile-cache') }
