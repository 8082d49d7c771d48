import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ask } from './ask.ts'
import { type CommandLine, help, parseCommandLine } from './command-line.ts'
import { create } from './create.ts'
import { initializeGit } from './git.ts'
import { install } from './install.ts'
import { packageManagerOf, runScript } from './package-manager.ts'
import { PlanError } from './plan-error.ts'

/** Runs the command; resolves to its exit code. */
export async function run(parameters: readonly string[]): Promise<number> {
  try {
    const line = parseCommandLine(parameters)
    if (line.help) return say(help)
    if (line.version) return say(ownVersion())
    return await make(line)
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    console.error(`create-gangway: ${error.message}`)
    return 1
  }
}

async function make(line: CommandLine): Promise<number> {
  const packageManager = line.packageManager ?? packageManagerOf(process.env.npm_config_user_agent)
  const plan = await ask({ ...line.plan, packageManager }, { yes: line.yes })
  if (!plan) return 130
  const files = await create(plan)
  const folder = resolve(plan.folder)
  console.log(`Made ${files.length} files in ${folder}`)
  if (line.git) console.log(initializeGit(folder))
  if (line.install && !(await install(folder, packageManager))) return 1
  const place = relative(process.cwd(), folder)
  const commands = [
    ...(place === '' ? [] : [`cd ${/[^\w./-]/.test(place) ? `'${place.replaceAll("'", String.raw`'\''`)}'` : place}`]),
    ...(line.install ? [] : [`${packageManager} install`]),
    runScript(packageManager, plan.kind === 'app' ? 'dev' : 'test'),
  ]
  return say(`Next:\n\n${commands.map((command) => `  ${command}\n`).join('')}`)
}

function say(text: string): number {
  console.log(text)
  return 0
}

function ownVersion(): string {
  // Our own manifest, which npm publishes with a version only.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}
