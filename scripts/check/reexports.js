/** No `export *`, and no names of another package in one's own. */
export function reexports({ packages }) {
  const files = packages.flatMap((each) => each.files)
  return files.flatMap(({ path, exports }) => [
    ...exports.filter(({ isStar }) => isStar).map(({ line }) => `${path}:${line}: export names one by one, not *`),
    ...exports.filter(({ from }) => from && !from.startsWith('.')).map(({ line, from }) => `${path}:${line}: exports a name of ${from}`),
  ])
}
