import { parseSync } from 'oxc-parser'

/** What the checks need to know of one file: its imports (`{ specifier, line, isAnnotation }`), its exports and its casts. */
export function readSourceFile(path, text) {
  const { module, program, comments } = parseSync(path, text)
  const lineOf = lineFinder(text)
  return {
    path,
    isTest: /\.test\.[jt]s$|^(?:packages|apps)\/[^/]+\/test\//.test(path),
    imports: importsOf(module, program, text).map(({ start, ...found }) => ({ ...found, line: lineOf(start) })),
    exports: module.staticExports.flatMap(({ start, entries }) => entries.map((entry) => exportOf(entry, lineOf(start)))),
    statements: program.body.map(({ type, source, start }) => ({ type, isReexport: Boolean(source), line: lineOf(start) })),
    casts: castsOf(program).map((places) => places.map(lineOf)),
    commentedLines: new Set(comments.flatMap(({ start, end }) => range(lineOf(start), lineOf(end)))),
  }
}

function importsOf(module, program, text) {
  const written = module.staticImports.map(({ moduleRequest }) => moduleRequest)
  const passedOn = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest).filter(Boolean))
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({ start, value: unquoted(text.slice(start, end)) }))
  const found = [...written, ...passedOn, ...dynamic].filter(({ value }) => value !== undefined)
  const annotations = nodesOf(program, 'TSImportType').map(({ source }) => ({
    start: source.start,
    specifier: source.value,
    isAnnotation: true,
  }))
  return [...found.map(({ start, value }) => ({ start, specifier: value, isAnnotation: false })), ...annotations]
}

function exportOf({ moduleRequest, importName, exportName }, line) {
  return {
    line,
    from: moduleRequest?.value,
    isStar: importName.kind === 'AllButDefault' || importName.kind === 'All',
    name: exportName.name,
  }
}

// Each cast as the places above which its proof may stand: itself, its statement, its function.
function castsOf(node, anchors = {}) {
  if (Array.isArray(node)) return node.flatMap((child) => castsOf(child, anchors))
  if (node === null || typeof node !== 'object') return []
  const inner = { ...anchors, ...anchorAt(node) }
  const inside = Object.values(node).flatMap((child) => castsOf(child, inner))
  const isCast = node.type === 'TSAsExpression' && node.typeAnnotation.typeName?.name !== 'const'
  return isCast ? [[node.typeAnnotation.start, ...Object.values(anchors)], ...inside] : inside
}

function anchorAt({ type = '', start }) {
  if (/Function/.test(type)) return { function: start }
  return /(?:Statement|Declaration)$/.test(type) ? { statement: start } : {}
}

function nodesOf(node, type) {
  if (Array.isArray(node)) return node.flatMap((child) => nodesOf(child, type))
  if (node === null || typeof node !== 'object') return []
  const inside = Object.values(node).flatMap((child) => nodesOf(child, type))
  return node.type === type ? [node, ...inside] : inside
}

function unquoted(literal) {
  return /^(['"`])([^'"`$]*)\1$/.exec(literal)?.[2]
}

function lineFinder(text) {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return (offset) => 1 + ends.filter((end) => end < offset).length
}

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
