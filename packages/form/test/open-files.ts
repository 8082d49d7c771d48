import { existsSync, readdirSync, readlinkSync } from 'node:fs'

const hasProc = existsSync('/proc/self/fd')
if (!hasProc) process.stdout.write('skipped: only Linux tells in /proc which files without a name a process has open\n')

/** For tests that look at open files. */
export const itWithProc: (name: string, test: () => Promise<void>) => void = hasProc ? it : it.skip

/** The descriptors of open files below a folder; one without a name ends with `(deleted)`. None where there is no /proc. */
export function openFiles(folder: string, process: number | 'self' = 'self'): { descriptor: string; path: string }[] {
  if (!hasProc) return []
  const all = readdirSync(`/proc/${process}/fd`).map((descriptor) => ({ descriptor, path: targetOf(`/proc/${process}/fd/${descriptor}`) }))
  return all.filter(({ path }) => path.startsWith(folder))
}

// What stands in /proc may be gone when it is looked at.
function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
