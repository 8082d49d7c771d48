import { chmodSync, chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRoot, nobody } from './unprivileged.ts'

/** A new folder that the servers may enter and write to; the caller removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gangway-server-'))
  if (isRoot) {
    chownSync(folder, nobody, nobody)
    chmodSync(folder, 0o755)
  }
  return folder
}
