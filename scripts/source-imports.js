// Maps @gangway/name to packages/name/src/index.ts, and the `#name` imports of a package to its sources, so that tests run the sources and need no build.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const packages = new URL('../packages/', import.meta.url)

registerHooks({
  resolve(specifier, context, nextResolve) {
    const name = /^@gangway\/([a-z0-9-]+)$/.exec(specifier)?.[1]
    if (name) return nextResolve(new URL(`${name}/src/index.ts`, packages).href, context)
    return nextResolve(specifier.startsWith('#') ? sourceOf(specifier, context) : specifier, context)
  },
})

function sourceOf(specifier, { parentURL, conditions }) {
  const folder = /^.*\/packages\/[a-z0-9-]+\/(?=src\/)/.exec(parentURL ?? '')?.[0]
  if (!folder) return specifier
  const targets = JSON.parse(readFileSync(new URL('package.json', folder))).imports?.[specifier] ?? {}
  const target = Object.entries(targets).find(([condition]) => condition === 'default' || conditions.includes(condition))?.[1]
  return target ? new URL(target.replace('./dist/', 'src/').replace(/\.js$/, '.ts'), folder).href : specifier
}
