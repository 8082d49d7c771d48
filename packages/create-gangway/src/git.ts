import { spawnSync } from 'node:child_process'

/** Makes a git repository of a folder, unless it lies in one; returns what was done. */
export function initializeGit(folder: string): string {
  const inside = git(folder, 'rev-parse', '--is-inside-work-tree')
  if (inside.error) return 'Made no git repository: there is no git here'
  if (inside.status === 0) return 'Made no git repository: the folder lies in one'
  const { status, stderr } = git(folder, 'init', '--quiet', '--initial-branch=main')
  return status === 0 ? 'Made a git repository of it' : `Made no git repository: ${stderr.trim()}`
}

function git(cwd: string, ...parameters: string[]) {
  return spawnSync('git', parameters, { cwd, encoding: 'utf8' })
}
