import { nodeModule } from '../node.ts'

/** What a Content-Security-Policy calls this style or script, and no other. */
export function integrityOf(content: string): string {
  const digest = nodeModule('node:crypto')?.createHash('sha256').update(content).digest('base64')
  return digest === undefined ? "'unsafe-inline'" : `'sha256-${digest}'`
}
