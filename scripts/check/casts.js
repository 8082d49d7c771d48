/** No `as` without a line that says why it holds, above it, its statement or its function. */
export function casts({ packages }) {
  const files = packages.flatMap((each) => each.files).filter(({ isTest }) => !isTest)
  return files.flatMap(({ path, casts: found, commentedLines }) => {
    const isProved = (lines) => lines.some((line, index) => commentedLines.has(line - 1) || (index === 0 && commentedLines.has(line)))
    return found.filter((lines) => !isProved(lines)).map(([line]) => `${path}:${line}: 'as' needs a line above it that proves it`)
  })
}
