import { basename, resolve } from 'node:path'
import { appFiles } from './app-files.ts'
import { middlewareFiles } from './middleware-files.ts'
import { recommendedMiddleware } from './middleware-choices.ts'
import { checkName, checkRepository, type Plan } from './plan.ts'
import { PlanError } from './plan-error.ts'
import { type Ranges, publishedRanges } from './versions.ts'
import { writeFiles } from './write-files.ts'

/**
 * Writes a new project, and resolves to the paths of its files.
 * @throws {PlanError} when the plan makes no sense, or there is something in the folder; then nothing was written.
 */
export async function create(plan: Plan, ranges: Ranges = publishedRanges()): Promise<string[]> {
  const { kind, folder, middleware, packageManager = 'npm', repository } = plan
  const name = checkName(plan.name ?? basename(resolve(folder)))
  if (repository !== undefined) checkRepository(repository)
  if (kind === 'middleware' && middleware !== undefined)
    throw new PlanError('a middleware package is made with no middleware around it; leave out --with')
  const files =
    kind === 'app'
      ? appFiles(name, middleware ?? recommendedMiddleware, packageManager, ranges)
      : middlewareFiles(name, packageManager, ranges, repository)
  for (const [path, text] of settingsOf[packageManager]) files.set(path, text)
  await writeFiles(resolve(folder), files)
  return [...files.keys()].toSorted()
}

const settingsOf = {
  npm: [],
  pnpm: [],
  bun: [],
  // The compiler finds nothing in Plug'n'Play, and a project below another has a lockfile of its own.
  yarn: [
    ['.yarnrc.yml', 'nodeLinker: node-modules\n'],
    ['yarn.lock', ''],
  ],
} as const
