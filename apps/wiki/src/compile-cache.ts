// https://nodejs.org/api/module.html#module-compile-cache
import { dirname, join } from 'node:path'

/**
 * Lets Node keep what it compiles beside the data file, for the next process: a fifth less time for a CGI request. Where it cannot
 * be kept, nothing else changes. Whoever may write there may change what runs, but he may change the pages as well.
 */
export function keepCompiled(dataFile: string): void {
  process.getBuiltinModule('node:module').enableCompileCache(join(dirname(dataFile), 'compile-cache'))
}
