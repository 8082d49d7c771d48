import { run, runQuietly } from './child.js'
import { runTests } from './run-tests.js'

export const tasks = {
  build,
  start: async (parameters) => (await build()) || (await run('node', ['apps/wiki/dist/start.js', ...parameters])),
  test: async (parameters) => (await build()) || (await runTests(parameters)),
  bench: async (parameters) => (await build()) || (await run('node', ['apps/bench/dist/main.js', ...parameters])),
  docs: async (parameters) => (await build()) || (await run('node', ['apps/docs/dist/main.js', ...parameters])),
  check,
  format: (parameters) => run('oxfmt', parameters),
  changeset: (parameters) => run('changeset', parameters, { interactive: true }),
}

async function build() {
  const { exitCode, output } = await runQuietly('turbo', ['run', 'build', '--output-logs=errors-only'])
  if (exitCode !== 0) process.stderr.write(output)
  return exitCode
}

// The linter asks the compiler about types, which packages take from each other's builds. All of it runs, so that one round shows all there is to mend.
async function check() {
  const commands = [
    ['tsc', ['-p', 'tsconfig.json']],
    ['oxlint', []],
    ['oxfmt', ['--check']],
    ['node', ['scripts/check.js']],
  ]
  let worst = await build()
  for (const [command, parameters] of commands) worst = Math.max(worst, await run(command, parameters))
  return worst
}
