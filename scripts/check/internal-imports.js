/** The sources that a `#name` of a package stands for, one for each condition; `undefined` when its manifest has no such import. */
export function sourcesOf({ folder, manifest }, specifier) {
  const targets = manifest.imports?.[specifier]
  return targets && Object.values(targets).map((target) => target.replace(/^\.\/dist\/(.*)\.js$/, `${folder}/src/$1.ts`))
}
