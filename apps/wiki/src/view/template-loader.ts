import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Loader } from 'ventojs/core/environment.js'
import { placeOf } from '../place.ts'

/** Reads templates when they are first used; what is built has them compiled instead (`build.js`). */
export const templateLoader: Loader = {
  resolve: (_, name) => name,
  load: async (name) => ({ source: readFileSync(join(placeOf('templates'), name), 'utf8') }),
}
