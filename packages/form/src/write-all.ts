import { FormError } from './form-error.ts'

/** Of a file handle, what is used here. */
export interface Writable {
  write(bytes: Uint8Array): Promise<{ readonly bytesWritten: number }>
}

/**
 * Writes all of it.
 * @throws {FormError} `ERR_FORM_STORAGE` when the disk is full.
 */
export async function writeAll(file: Writable, bytes: Uint8Array): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += (await file.write(bytes.subarray(at))).bytesWritten
  } catch (error) {
    throw isFull(error) ? new FormError('ERR_FORM_STORAGE', 'there is no room for the file on the server', { cause: error }) : error
  }
}

function isFull(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}
