import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** One module made of a program in this folder and all that it imports, with these conditions of packages. */
export function bundled(contents: string, folder: string, conditions: string[]): string {
  const { outputFiles } = buildSync({
    // It takes no escapes in a file's URL.
    stdin: { contents: contents.replaceAll(/'(file:[^']+)'/g, (_, url: string) => JSON.stringify(fileURLToPath(url))), resolveDir: folder },
    bundle: true,
    format: 'esm',
    conditions,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
