import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { sourcesOf } from './internal-imports.js'
import { allowedArrows, readPicture } from './picture.js'
import { shortName } from './workspace.js'

/** Who imports whom, by manifest and by source, against the picture in the README. */
export function arrows({ documents, packages }) {
  const rows = readPicture(documents.find(({ path }) => path === 'README.md')?.text ?? '')
  if (rows.length === 0) return ['README.md: the picture of the layers, a ```text block with arrows, is missing']
  const allowed = allowedArrows(rows)
  return [...disagreements(rows, packages), ...packages.flatMap((each) => arrowsOf(each, allowed.get(shortName(each.name)) ?? new Set()))]
}

function disagreements(rows, packages) {
  const drawn = rows.flatMap(({ names }) => names)
  const real = packages.map(({ name }) => shortName(name))
  const known = new Set([...real, 'node:', 'libraries', 'anything below', 'nothing'])
  const unknown = [...drawn, ...rows.flatMap(({ targets }) => targets)].filter((name) => !known.has(name))
  return [
    ...real.filter((name) => !drawn.includes(name)).map((name) => `README.md: ${name} is not in the picture`),
    ...new Set(unknown.map((name) => `README.md: the picture shows ${name}, which is not a package`)),
    ...drawn.filter((name, index) => drawn.indexOf(name) !== index).map((name) => `README.md: the picture shows ${name} more than once`),
  ]
}

function arrowsOf(each, allowed) {
  const { folder, manifest } = each
  const declared = Object.keys(manifest.dependencies ?? {})
  const imports = each.files.filter(({ isTest }) => !isTest).flatMap(importsOf)
  const used = new Set(imports.map(({ specifier }) => packageOf(specifier)))
  const notDrawn = declared.map(targetOf).filter((target) => !allowed.has(target))
  const notUsed = manifest.private ? [] : declared.filter((dependency) => !used.has(dependency))
  const faults = imports.map((found) => ({ ...found, fault: faultOf(found, { ...each, declared, allowed }) }))
  return [
    ...notDrawn.map((target) => `${folder}/package.json: no arrow to ${target} in the picture`),
    ...notUsed.map((dependency) => `${folder}/package.json: ${dependency} is not imported`),
    ...faults.filter(({ fault }) => fault).map(({ path, line, fault }) => `${path}:${line}: ${fault}`),
  ]
}

function importsOf({ path, imports }) {
  // The type of a module of Node, asked for by name, binds nobody: the module may be absent at run time.
  const binding = imports.filter(({ specifier, isAnnotation }) => !(isAnnotation && isBuiltin(specifier)))
  return binding.map(({ specifier, line }) => ({ path, line, specifier }))
}

function faultOf({ path, specifier }, { folder, name, manifest, files, declared, allowed }) {
  const target = packageOf(specifier)
  if (specifier.startsWith('#')) return internalFault(sourcesOf({ folder, manifest }, specifier), { specifier, files })
  if (specifier.startsWith('.')) return isInside(folder, path, specifier) ? undefined : `imports ${specifier}, outside its package`
  if (isBuiltin(specifier)) return allowed.has('node:') ? undefined : `imports ${specifier}, and the picture has no arrow to node:`
  if (target === name) return 'imports its own package by name'
  if (isOurs(target) && specifier !== target) return `imports ${specifier}, but a package has one entry`
  const tools = path === `${folder}/build.js` ? Object.keys(manifest.devDependencies ?? {}) : []
  return [...declared, ...tools].includes(target) ? undefined : `imports ${target}, which is not in dependencies`
}

function internalFault(sources, { specifier, files }) {
  if (!sources) return `imports ${specifier}, which is not in imports`
  const missing = sources.find((source) => !files.some(({ path }) => path === source))
  return missing && `imports ${specifier}, which may be ${missing}, and there is no such file`
}

function isInside(folder, path, specifier) {
  return posix.join(posix.dirname(path), specifier).startsWith(`${folder}/`)
}

function packageOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function targetOf(dependency) {
  return isOurs(dependency) ? shortName(dependency) : 'libraries'
}

function isOurs(name) {
  return name.startsWith('@gangway/')
}
