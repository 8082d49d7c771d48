/**
 * The rows of the picture of the layers, `{ names, targets }`. A line with an arrow says what its packages may import:
 *
 *     servers   │ http  cgi   → gateway  wire  node:
 *
 * A target is a package, `node:` (Node's own modules), `libraries` (packages of others), `anything below` (all of these, and every package below) or `nothing`.
 */
export function readPicture(readme) {
  const lines = /^```text\n(.*?)^```$/ms.exec(readme)?.[1].split('\n') ?? []
  return lines
    .map((line) => /│(.*)→(.*)/.exec(line))
    .filter(Boolean)
    .map(([, names, targets]) => ({ names: words(names), targets: words(targets) }))
}

/** What each package of the picture may import, by its name. */
export function allowedArrows(rows) {
  return new Map(
    rows.flatMap(({ names, targets }, index) => names.map((name) => [name, new Set(expanded(targets, rows.slice(index + 1)))])),
  )
}

function expanded(targets, below) {
  if (!targets.includes('anything below')) return targets.filter((target) => target !== 'nothing')
  return [...targets, 'node:', 'libraries', ...below.flatMap(({ names }) => names)]
}

// Names stand two spaces apart, so that `anything below` is one.
function words(text) {
  return text.trim().split(/\s{2,}/)
}
