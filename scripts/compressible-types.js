// Prints packages/compress/src/compressible-types.ts, made from mime-db: node scripts/compressible-types.js > packages/compress/src/compressible-types.ts
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** The source of the table: types that shrink, but for those that `isCompressible` knows by their form, and bytes of an unknown kind, which are mostly archives. */
export function compressibleTypesSource() {
  const types = Object.entries(require('mime-db'))
    .filter(
      ([type, { compressible }]) => compressible && !/^text\/|\+(?:json|text|xml|yaml)$/.test(type) && type !== 'application/octet-stream',
    )
    .map(([type]) => `  '${type}',\n`)
  return `// Made by scripts/compressible-types.js from mime-db ${require('mime-db/package.json').version}.
/** Media types whose bodies shrink. */
export const compressibleTypes: ReadonlySet<string> = new Set([
${types.join('')}])
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(compressibleTypesSource())
