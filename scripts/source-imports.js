// Maps @gangway/name to packages/name/src/index.ts, so that tests run the sources and need no build.
import { registerHooks } from 'node:module'

const packages = new URL('../packages/', import.meta.url)

registerHooks({
  resolve(specifier, context, nextResolve) {
    const name = /^@gangway\/([a-z0-9-]+)$/.exec(specifier)?.[1]
    return nextResolve(name ? new URL(`${name}/src/index.ts`, packages).href : specifier, context)
  },
})
