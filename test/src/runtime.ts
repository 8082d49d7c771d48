import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** JavaScript runtimes that packages are tested on beside the Node that runs the tests. */
export type Runtime = 'bun' | 'deno' | 'workerd' | 'node-22' | 'node-26'

const { resolve } = createRequire(import.meta.url)
const { platform, arch } = process

// The programs come in packages for each platform; those of the launchers are not linked without an install script.
const programs: Readonly<Record<Runtime, readonly [packageName: string, path: string]>> = {
  bun: [`@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`, 'bin/bun'],
  deno: [`@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`, 'deno'],
  workerd: [`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}`, 'bin/workerd'],
  'node-22': ['node-22', 'bin/node'],
  'node-26': ['node-26', 'bin/node'],
}

/** The path of a runtime's program. */
export function runtime(name: Runtime): string {
  const [packageName, path] = programs[name]
  const from = resolve(`${name}/package.json`)
  return join(dirname(name.startsWith('node-') ? from : createRequire(from).resolve(`${packageName}/package.json`)), path)
}
