import { HttpError } from './http-error.ts'

/** A file as the body of a reply. */
export interface FileSource {
  /** Its name, by which a front server may send it. */
  readonly path: string
  /**
   * Size in bytes and time of the last change.
   * @throws {HttpError} 404 when there is no such file.
   */
  stat(): Promise<{ readonly size: number; readonly modified: Date }>
  /** The bytes from `start` up to, not including, `end`. Default: all. */
  open(start?: number, end?: number): AsyncIterable<Uint8Array>
}

const chunkSize = 65536

/** A file of the local file system (Node, Deno and Bun). */
export function fileSource(path: string): FileSource {
  return {
    path,
    async stat() {
      const found = await files().stat(path).catch(notFound)
      if (!found.isFile()) throw new HttpError(404)
      return { size: found.size, modified: found.mtime }
    },
    async *open(start = 0, end = Number.POSITIVE_INFINITY) {
      const handle = await files().open(path, 'r').catch(notFound)
      try {
        for (let position = start; position < end;) {
          const length = Math.min(chunkSize, end - position)
          const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, position)
          if (bytesRead === 0) return
          position += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
      }
    },
  }
}

// Not an import: the package also runs where there are no files.
function files(): typeof import('node:fs/promises') {
  const found = globalThis.process?.getBuiltinModule?.('node:fs/promises')
  if (!found) throw new TypeError('gateway: file() needs a runtime with a file system')
  return found
}

const absent = new Set<unknown>(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

function notFound(error: unknown): never {
  if (error instanceof Error && 'code' in error && absent.has(error.code)) throw new HttpError(404)
  throw error
}
