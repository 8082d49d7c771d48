import { FormError } from './form-error.ts'

/** What is said of a failure to write: that there is no room, where that is so, else the failure itself. */
export function storageError(error: unknown): unknown {
  return isFull(error) ? new FormError('ERR_FORM_STORAGE', 'there is no room for the file on the server', { cause: error }) : error
}

function isFull(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}
