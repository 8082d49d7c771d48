import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { PackageManager } from './package-manager.ts'
import { PlanError } from './plan-error.ts'

/**
 * Installs what a project depends on; resolves to whether that went well. The package manager tells on the terminal what did not.
 * @throws {PlanError} when there is no such package manager.
 */
export async function install(folder: string, manager: PackageManager): Promise<boolean> {
  // Yarn refuses to write a lockfile where CI is set, and here is none yet.
  const env = { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' }
  const child = spawn(manager, ['install'], { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    const [exitCode]: unknown[] = await once(child, 'close')
    if (exitCode !== 0) console.error(`create-gangway: ${manager} install failed; the project is there, try again in ${folder}`)
    return exitCode === 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new PlanError(`there is no ${manager} on the PATH; the project is there, install it in ${folder}`)
    throw error
  }
}
