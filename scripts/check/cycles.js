import { posix } from 'node:path'
import { sourcesOf } from './internal-imports.js'

/** Files that import each other in a circle, inside a package or across packages, types included. */
export function cycles({ packages }) {
  const entries = new Map(packages.map(({ name, folder }) => [name, `${folder}/src/index.ts`]))
  const targetsIn = (each, { path, imports }) => imports.flatMap(({ specifier }) => targetsOf({ ...each, path, specifier, entries }))
  const graph = new Map(
    packages.flatMap((each) => each.files.filter(({ isTest }) => !isTest).map((file) => [file.path, targetsIn(each, file)])),
  )
  return circlesIn(graph).map((circle) => `${circle[0]}: import cycle: ${circle.join(' → ')}`)
}

function targetsOf({ folder, manifest, path, specifier, entries }) {
  if (specifier.startsWith('#')) return sourcesOf({ folder, manifest }, specifier) ?? []
  return [specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : entries.get(specifier)]
}

// Walks depth first; an import of a file that is still being walked closes a circle.
function circlesIn(graph) {
  const circles = []
  const done = new Set()
  const walk = (file, trail) => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file])
    if (trail.includes(file) || done.has(file)) return
    for (const target of graph.get(file) ?? []) walk(target, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return circles
}
