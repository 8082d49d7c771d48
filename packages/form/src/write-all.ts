import { storageError } from './storage-error.ts'

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
    throw storageError(error)
  }
}
