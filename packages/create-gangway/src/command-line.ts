import { parseArgs } from 'node:util'
import { middlewareChoices, middlewareNames } from './middleware-choices.ts'
import { type PackageManager, packageManagers } from './package-manager.ts'
import { type Kind, parseMiddleware, type Plan } from './plan.ts'
import { PlanError } from './plan-error.ts'

/** What was typed. */
export interface CommandLine {
  plan: Partial<Plan>
  packageManager: PackageManager | undefined
  /** Whether nothing is to be asked. */
  yes: boolean
  install: boolean
  git: boolean
  help: boolean
  version: boolean
}

export const help: string = `npm create gangway [folder] -- [options]

Makes a new project in a folder: an application that runs over HTTP, CGI and FastCGI, or a
middleware package of your own. Asks for what you leave out.

  --app                   makes an application
  --with NAMES            with this middleware around it, for instance session,compress; "" is none
  --middleware            makes a middleware package
  --repository URL        the https address of its repository, for releases with provenance
  --name NAME             the name of the package (the folder's)
  --package-manager NAME  npm, pnpm, yarn or bun (the one that you call this with)
  --no-install            does not install what the project depends on
  --no-git                does not make a git repository of it
  -y, --yes               asks nothing, and takes the defaults
  -h, --help              shows this
  -v, --version           shows the version

Middleware:

${middlewareNames.map((name) => `  ${name.padEnd(22)}  ${middlewareChoices[name].hint}`).join('\n')}

For instance:

  npm create gangway my-app -- --app --with session
  npm create gangway gangway-tenant -- --middleware --yes`

/** @throws {PlanError} when it does not understand. */
export function parseCommandLine(parameters: readonly string[]): CommandLine {
  const { values, positionals } = parsed(parameters)
  const [folder, ...others] = positionals
  if (others.length > 0) throw new PlanError(`one folder, please, not ${positionals.length}: ${positionals.join(', ')}`)
  const plan: Partial<Plan> = {
    ...(folder === undefined ? {} : { folder }),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.with === undefined ? {} : { middleware: parseMiddleware(values.with) }),
    ...(values.repository === undefined ? {} : { repository: values.repository }),
    ...kindOf(values),
  }
  return {
    plan,
    packageManager: values['package-manager'] === undefined ? undefined : packageManagerNamed(values['package-manager']),
    yes: values.yes,
    install: !values['no-install'],
    git: !values['no-git'],
    help: values.help,
    version: values.version,
  }
}

function parsed(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        app: { type: 'boolean', default: false },
        middleware: { type: 'boolean', default: false },
        with: { type: 'string' },
        name: { type: 'string' },
        repository: { type: 'string' },
        'package-manager': { type: 'string' },
        'no-install': { type: 'boolean', default: false },
        'no-git': { type: 'boolean', default: false },
        yes: { type: 'boolean', short: 'y', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    })
  } catch (error) {
    if (error instanceof TypeError) throw new PlanError(`${error.message}. Try --help`)
    throw error
  }
}

function kindOf({ app, middleware, with: list }: { app: boolean; middleware: boolean; with?: string | undefined }): { kind?: Kind } {
  if (app && middleware) throw new PlanError('--app or --middleware, not both')
  if (middleware) return { kind: 'middleware' }
  return app || list !== undefined ? { kind: 'app' } : {}
}

function packageManagerNamed(name: string): PackageManager {
  const known = packageManagers.find((each) => each === name)
  if (known) return known
  throw new PlanError(`--package-manager is ${packageManagers.join(', ')}, not "${name}"`)
}
