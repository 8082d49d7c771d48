import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'

const limit = 10_000

// Bytes of what an application that imports these names gets, minified and compressed, without other packages.
function bundleSize(name: string, imported: string, later: readonly string[] = []): number {
  const resolveDir = fileURLToPath(new URL(`../../packages/${name}/src/`, import.meta.url))
  const { outputFiles } = buildSync({
    stdin: { contents: `export { ${imported} } from './index.ts'`, resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['@gangway/*', 'cookie', 'fflate', 'iron-webcrypto', 'mime', '@jridgewell/*', 'node:*', ...later],
    alias: { '#engine': `${resolveDir}/node-engine.ts` },
    tsconfigRaw: '{}',
    write: false,
  })
  return gzipSync(outputFiles[0]?.contents ?? '').byteLength
}

describe('a bundle of a middleware, minified and compressed', () => {
  it.each([
    ['keyring', 'keyring'],
    ['session', 'session'],
    ['session-sqlite', 'sqliteStore'],
    ['session-redis', 'redisStore'],
    ['session-postgres', 'postgresStore'],
    ['compress', 'compress, decompress'],
    ['router', 'route, router'],
    ['static', 'staticFiles'],
    ['secure-headers', 'secureHeaders'],
    ['log', 'log, logFile'],
    ['forwarded', 'forwarded'],
    ['conditional', 'conditional'],
  ])('of %s has 10 kB at most', (name, imported) => {
    const size = bundleSize(name, imported)
    expect(size).toBeGreaterThan(500)
    expect(size).toBeLessThanOrEqual(limit)
  })

  it('of traceback has 10 kB at most until there is an error, and 30 kB then', () => {
    const later = ['./answering/*', './crash/*', './rendering/*']
    expect(bundleSize('traceback', 'traceback, install', later)).toBeLessThanOrEqual(limit)
    expect(bundleSize('traceback', 'traceback, install, render')).toBeLessThanOrEqual(30_000)
  })
})
