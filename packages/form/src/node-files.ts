type NodeFiles = typeof import('node:fs').promises

/** Node's files, where the runtime has them; asked for when the first file is kept on disk. */
export function nodeFiles(): NodeFiles | undefined {
  return globalThis.process?.getBuiltinModule?.('node:fs')?.promises
}

/** The system's folder for temporary files. */
export function temporaryFolder(): string {
  return globalThis.process?.getBuiltinModule?.('node:os')?.tmpdir() ?? '.'
}
