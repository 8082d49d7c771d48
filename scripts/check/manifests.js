import { isDeepStrictEqual } from 'node:util'

const order = `name version private description license repository type bin sideEffects imports exports files engines
  scripts dependencies devDependencies peerDependencies peerDependenciesMeta publishConfig`.split(/\s+/)
const anObject = 'an object'
// What an application may install beside a package (peerDependencies) is installed for its tests, too.
const installedFields = ['dependencies', 'devDependencies', 'optionalDependencies']
const dependencyFields = [...installedFields, 'peerDependencies']

/** Whether package.json files are complete, in order and alike. */
export function manifests({ manifest: root, packages }) {
  return [
    ...packages.flatMap(({ folder, manifest }) => problemsOf(folder, manifest).map((problem) => `${folder}/package.json: ${problem}`)),
    ...versionProblems([{ folder: '.', manifest: root }, ...packages]),
  ]
}

function problemsOf(folder, manifest) {
  return [
    ...orderProblems(manifest),
    ...valueProblems(folder, manifest),
    ...importProblems(manifest),
    ...dependencyProblems(folder, manifest),
  ]
}

function orderProblems(manifest) {
  const keys = Object.keys(manifest)
  const unknown = keys.filter((key) => !order.includes(key))
  const expected = order.filter((key) => keys.includes(key))
  if (unknown.length > 0) return unknown.map((key) => `the field ${key} is not one of ours`)
  return isDeepStrictEqual(keys, expected) ? [] : [`the order of fields is ${expected.join(', ')}`]
}

function valueProblems(folder, manifest) {
  const expected = manifest.private ? fieldsOfAll : { ...fieldsOfAll, ...fieldsOfPublished(folder) }
  return Object.entries(expected)
    .filter(([key, value]) => !isExpected(manifest[key], value))
    .map(([key, value]) => `${key} must be ${value instanceof RegExp ? value : JSON.stringify(value)}`)
}

const fieldsOfAll = {
  name: /^(?:@gangway\/)?[a-z0-9-]+$/,
  version: /^\d+\.\d+\.\d+$/,
  description: /^\S.*[^.\s]$/,
  license: 'MIT',
  type: 'module',
}

// It makes projects of its templates, and gives them its own devDependencies.
const maker = 'packages/create-gangway'

function fieldsOfPublished(folder) {
  const url = 'git+https://github.com/gangway-js/gangway.git'
  return {
    name: folder === maker ? 'create-gangway' : folder.replace('packages/', '@gangway/'),
    repository: { type: 'git', url, directory: folder },
    sideEffects: false,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: folder === maker ? ['dist', 'template'] : ['dist'],
    engines: { node: '>=22' },
    scripts: { build: 'tsc' },
    dependencies: anObject,
    publishConfig: { access: 'public', provenance: true },
  }
}

function isExpected(value, expected) {
  if (expected === anObject) return typeof value === 'object'
  return expected instanceof RegExp ? typeof value === 'string' && expected.test(value) : isDeepStrictEqual(value, expected)
}

// A package whose insides differ by platform says so here, and keeps one entry for all.
function importProblems({ imports = {} }) {
  return Object.entries(imports)
    .filter(([name, targets]) => !/^#[a-z][a-z0-9-]*$/.test(name) || !isByPlatform(targets))
    .map(([name]) => `imports must be "#name": { "node": "./dist/….js", "default": "./dist/….js" }, ${name} is not`)
}

function isByPlatform(targets) {
  if (typeof targets !== 'object' || targets === null || Object.keys(targets).join() !== 'node,default') return false
  return Object.values(targets).every((target) => /^\.\/dist\/[a-z0-9-]+\.js$/.test(target))
}

function dependencyProblems(folder, manifest) {
  const found = dependencyFields.flatMap((field) =>
    Object.entries(manifest[field] ?? {}).map(([name, version]) => ({ field, name, version })),
  )
  const ours = found.filter(({ name }) => name.startsWith('@gangway/'))
  return [
    ...ours.filter(({ version }) => version !== 'workspace:^').map(({ name }) => `${name} must be "workspace:^"`),
    ...ours
      .filter(({ field }) => field !== 'dependencies' && folder !== maker)
      .map(({ name, field }) => `${name} belongs into dependencies, not ${field}`),
    ...found
      .filter(({ field }) => installedFields.includes(field))
      .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) !== index)
      .map(({ name }) => `${name} is in two fields`),
  ]
}

// The reference is made with the last compiler that has an interface for programs.
function isApart(folder, name) {
  return folder === 'apps/docs' && name === 'typescript'
}

function versionProblems(all) {
  const versions = new Map()
  for (const { folder, manifest } of all) {
    for (const [name, version] of installedFields.flatMap((field) => Object.entries(manifest[field] ?? {}))) {
      if (isApart(folder, name)) continue
      const first = versions.get(name) ?? { folder, version }
      versions.set(name, first)
      if (first.version !== version) first.others = [...(first.others ?? []), `${version} in ${folder}`]
    }
  }
  return [...versions]
    .filter(([, { others }]) => others)
    .map(([name, { folder, version, others }]) => `${folder}/package.json: ${name} is ${version} here, ${others.join(', ')}`)
}
