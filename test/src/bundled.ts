import { buildSync } from 'esbuild'

/** One module made of a program in this folder and all that it imports, with these conditions of packages. */
export function bundled(contents: string, folder: string, conditions: string[]): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: 'esm',
    conditions,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
