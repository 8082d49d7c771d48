export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const
export type PackageManager = (typeof packageManagers)[number]

/** Which package manager started this program, as all of them say in `npm_config_user_agent`; npm when none did. */
export function packageManagerOf(userAgent: string | undefined): PackageManager {
  return packageManagers.find((name) => userAgent?.startsWith(`${name}/`)) ?? 'npm'
}

/** The words that run a script of package.json: npm has short ones for `test` and `start` only. */
export function runScript(manager: PackageManager, script: string): string {
  if (manager === 'npm') return script === 'test' || script === 'start' ? `npm ${script}` : `npm run ${script}`
  return manager === 'bun' ? `bun run ${script}` : `${manager} ${script}`
}
