/** Whether an error says that there is no room left, on the disk or in the database. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // https://www.sqlite.org/rescode.html#full
  if ('errcode' in error && error.errcode === 13) return true
  // Of the file system, and disk_full of PostgreSQL.
  return 'code' in error && ['ENOSPC', 'EDQUOT', '53100'].includes(String(error.code))
}
