import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

const required = ['README.md', 'package.json', 'src', 'tsconfig.json']
// `test` holds what several tests of one package share, `template` the files of the projects that a package makes.
const allowed = new Set([...required, 'test', 'template', 'CHANGELOG.md', 'SPEC.md'])
const vague = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'shared', 'lib'])
const strictness = [
  'strict',
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
  'verbatimModuleSyntax',
  'isolatedDeclarations',
  'erasableSyntaxOnly',
]

/** What lies in a package's folder, and what files are called. */
export function folders({ root, packages }) {
  return packages.flatMap((each) => [
    ...(each.manifest.private ? [] : layoutProblems(root, each)),
    ...nameProblems(each),
    ...strictnessProblems(root, each),
  ])
}

function layoutProblems(root, { folder, entries, files }) {
  const index = files.find(({ path }) => path === `${folder}/src/index.ts`)
  return [
    ...required.filter((name) => !entries.includes(name)).map((name) => `${folder}: ${name} is missing`),
    ...entries.filter((name) => !allowed.has(name)).map((name) => `${folder}/${name}: only ${[...allowed].join(', ')} stand in a package`),
    ...(index
      ? index.statements.filter(({ isReexport }) => !isReexport).map(({ line }) => `${index.path}:${line}: index.ts only lists exports`)
      : [`${folder}: src/index.ts is missing`]),
    ...(entries.includes('tsconfig.json') && !isDeepStrictEqual(configOf(root, folder), { extends: '../../tsconfig.base.json' })
      ? [`${folder}/tsconfig.json: must only extend ../../tsconfig.base.json`]
      : []),
  ]
}

function nameProblems({ files }) {
  const parts = ({ path }) => path.split('/').map((part) => basename(part).replace(/(\.test)?\.[jt]s$/, ''))
  return files
    .filter((file) => parts(file).some((part) => vague.has(part)))
    .map(({ path }) => `${path}: name the file after the thing in it`)
}

function strictnessProblems(root, { folder, entries }) {
  const options = entries.includes('tsconfig.json') ? (configOf(root, folder).compilerOptions ?? {}) : {}
  return strictness.filter((name) => options[name] === false).map((name) => `${folder}/tsconfig.json: ${name} is relaxed nowhere`)
}

function configOf(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8'))
}
