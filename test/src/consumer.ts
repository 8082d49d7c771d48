import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packAll } from './packed.ts'
import { startRegistry } from './registry.ts'
import { runtime } from './runtime.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A folder of somebody who knows our packages from the registry only, packed as they would be published. */
export interface Consumer {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /**
   * Runs a command line in a folder inside, with npm, pnpm, yarn and bun on the PATH; resolves to all it printed.
   * @throws Error when it fails.
   */
  run(place: string, ...command: string[]): Promise<string>
  close(): Promise<void>
}

/**
 * Packs all packages, and starts a registry that has them.
 * @throws Error when one is not built.
 */
export async function newConsumer(): Promise<Consumer> {
  const folder = temporaryFolder()
  const tarballs = join(folder, 'tarballs')
  const bin = join(folder, 'bin')
  for (const each of [tarballs, bin]) mkdirSync(each)
  packAll(tarballs)
  const registry = await startRegistry(tarballs, execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim())
  writeFileSync(join(folder, '.npmrc'), `registry=${registry.origin}/\n`)
  startScript(bin, 'yarn', [process.execPath, createRequire(import.meta.url).resolve('@yarnpkg/cli-dist/bin/yarn.js')])
  startScript(bin, 'bun', [runtime('bun')])
  startScript(bin, 'bunx', [runtime('bun'), 'x'])
  const environment = environmentIn(folder, bin, registry.origin)
  return {
    folder,
    environment,
    // Asynchronous, since the registry answers in this process.
    async run(place, program = '', ...parameters) {
      const child = spawn(program, parameters, { cwd: join(folder, place), env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
      const [exitCode]: unknown[] = await once(child, 'close')
      if (exitCode === 0) return output
      throw new Error(`${program} ${parameters.join(' ')} ended with ${String(exitCode)}:\n${output}`)
    },
    async close() {
      await registry[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

function environmentIn(folder: string, bin: string, registry: string): Record<string, string | undefined> {
  // Not what our own package manager and test runner have put there.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_OPTIONS$|INIT_CWD$)/i.test(name))
  const toolchain = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))
  return {
    ...Object.fromEntries(inherited),
    PATH: `${bin}:${toolchain}:${process.env.PATH}`,
    HOME: folder,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_update_notifier: 'false',
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_GLOBAL_FOLDER: join(folder, 'yarn'),
    YARN_ENABLE_TELEMETRY: '0',
    BUN_INSTALL_CACHE_DIR: join(folder, 'bun-cache'),
  }
}
