import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const sourceImports = fileURLToPath(new URL('../source-imports.js', import.meta.url))

/** Whether a block marked `<!-- from FILE ARGUMENTS -->` in a document equals what that file prints when it is run. */
export function recipes({ root, documents }) {
  return documents.flatMap(({ path, text }) => markedBlocks(text).flatMap((block) => problemsOf(root, path, block)))
}

function markedBlocks(text) {
  const markers = [...text.matchAll(/^<!-- from (\S+)(.*?) -->\n*(?:```\w*\n(.*?)^```$)?/gms)]
  return markers.map(([, file, rest, content]) => ({ file, parameters: rest.split(/\s+/).filter(Boolean), content }))
}

function problemsOf(root, path, { file, parameters, content }) {
  const source = [file, ...parameters].join(' ')
  if (content === undefined) return [`${path}: no block follows the marker of ${source}`]
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--import', sourceImports, file, ...parameters], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
  })
  if (status !== 0) return [`${path}: ${source} does not run: ${error?.message ?? stderr.trim()}`]
  return stdout.trim() === content.trim() ? [] : [`${path}: the block from ${source} must be:\n${stdout.trim()}`]
}
