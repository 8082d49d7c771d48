import { middlewareNames, type MiddlewareName } from './middleware-choices.ts'
import type { PackageManager } from './package-manager.ts'
import { PlanError } from './plan-error.ts'

export type Kind = 'app' | 'middleware'

/** What to make, and how. */
export interface Plan {
  /** An application, or a middleware package. */
  kind: Kind
  /** Where: a folder that does not exist yet, or is empty. */
  folder: string
  /** The name in package.json. Default: that of the folder. */
  name?: string | undefined
  /** The middleware around an application; none for a middleware package. Default: `recommendedMiddleware`. */
  middleware?: readonly MiddlewareName[] | undefined
  /** Whose words stand in the README. Default: `'npm'`. */
  packageManager?: PackageManager | undefined
  /** The https address of the repository, which a release with provenance must name. Default: left out. */
  repository?: string | undefined
}

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

/**
 * The name, when npm would take it for a new package, and a function can be named after it.
 * @throws {PlanError} when not.
 */
export function checkName(name: string): string {
  if (name.length <= 214 && packageName.test(name) && /[a-z]/.test(unscoped(name))) return name
  throw new PlanError(`"${name}" is no name for a package: use lower case letters, digits and hyphens, or say --name`)
}

/** @throws {PlanError} when it is no https address. */
export function checkRepository(address: string): string {
  if (/^https:\/\/[^\s"\\]+$/.test(address)) return address
  throw new PlanError(`--repository takes an https address, not "${address}"`)
}

/**
 * The middleware that a list such as `compress,session` names; an empty list is none.
 * @throws {PlanError} when one is not to be had.
 */
export function parseMiddleware(list: string): MiddlewareName[] {
  const asked = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return asked.map((name) => {
    const known = middlewareNames.find((each) => each === name)
    if (known) return known
    throw new PlanError(`there is no middleware "${name}"; choose from ${middlewareNames.join(', ')}`)
  })
}

/** A package's name without its scope. */
export function unscoped(name: string): string {
  return name.replace(/^@[^/]*\//, '')
}
