import { nodeModule } from './node.ts'

/** The folder of the package.json above the program, or the working directory where the program is somebody else's; `undefined` where neither is a project. */
export function defaultRoot(): string | undefined {
  const path = nodeModule('node:path')
  const fs = nodeModule('node:fs')
  if (!path || !fs) return undefined
  const program = globalThis.process.argv[1]
  const isOurs = program !== undefined && !/[\\/]node_modules[\\/]/.test(program)
  const start = isOurs ? path.dirname(realPath(program)) : globalThis.process.cwd()
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (path.dirname(folder) === folder) break
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder
  }
  return path.dirname(start) === start ? undefined : start
}

function realPath(program: string): string {
  try {
    return nodeModule('node:fs')?.realpathSync(program) ?? program
  } catch {
    return program // a program that has no file any more
  }
}
