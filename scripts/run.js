// What the root scripts do: install when node_modules is missing or older than the lockfile, then run a task with the toolchain's own Node.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const tasks = {
  build: () => run('turbo', ['run', 'build', '--output-logs=errors-only']),
  start: () => tasks.build() || run('node', ['apps/wiki/dist/start.js', ...rest]),
  test: () => tasks.build() || run('jest', rest),
  check: () => run('tsc', ['-p', 'tsconfig.json']) || run('oxlint', []) || run('oxfmt', ['--check']) || run('node', ['scripts/check.js']),
  bench: () => tasks.build() || run('node', ['apps/bench/dist/main.js', ...rest]),
  format: () => run('oxfmt', []),
  changeset: () => run('changeset', rest),
}

const [name = '', ...rest] = process.argv.slice(2)
if (!Object.hasOwn(tasks, name)) {
  console.error(`unknown task '${name}', expected one of ${Object.keys(tasks).join(', ')}`)
  process.exit(2)
}
process.exit(install() || tasks[name]())

function install() {
  if (modified('node_modules/.modules.yaml') >= modified('pnpm-lock.yaml')) return 0
  return run('npm', ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', 'install', '--frozen-lockfile'])
}

function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function run(command, parameters) {
  const PATH = join(root, 'node_modules', '.bin') + delimiter + process.env.PATH
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1' },
  })
  if (error) console.error(error.message)
  return status ?? 1
}
