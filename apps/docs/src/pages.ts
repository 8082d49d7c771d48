import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** A document of the repository, and where the site has it. */
export interface Page {
  /** Its path in the repository. */
  source: string
  /** Its path in the site. */
  path: string
  title: string
  text: string
}

/** The documents that make the site. */
export function readPages(root: string): Page[] {
  const packages = foldersIn(root, 'packages')
  return [
    pageOf(root, 'README.md', 'index.md'),
    pageOf(root, 'CONTRIBUTING.md', 'contributing.md'),
    pageOf(root, 'packages/lint/SPEC.md', 'specification.md'),
    ...documentsIn(root, 'docs').map((name) => pageOf(root, `docs/${name}`, name)),
    ...packages.map((name) => pageOf(root, `packages/${name}/README.md`, `packages/${name}.md`)),
    ...documentsIn(root, 'decisions').map((name) => pageOf(root, `decisions/${name}`, `decisions/${name}`)),
  ]
}

/** The folders of packages and applications. */
export function foldersIn(root: string, parent: string): string[] {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}

/**
 * A page's text with its links changed from where documents are in the repository to where the site has them; what it has not is linked to in `repository`.
 * @throws Error when a link leads to nothing.
 */
export function withLinks(page: Page, pages: readonly Page[], repository: { exists(path: string): boolean; url: string }): string {
  const places = new Map(pages.flatMap(({ source, path }) => [source, folderOf(source)].map((place): [string, string] => [place, path])))
  return page.text.replaceAll(/(?<=\]\()(?!\w+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))/g, (_, link: string, hash = '') => {
    const target = posix.join(posix.dirname(page.source), link).replace(/\/$/, '')
    const place = places.get(target)
    if (place !== undefined) return `/${place}${String(hash)}`
    if (target === 'decisions') return '/decisions/'
    if (!repository.exists(target)) throw new Error(`docs: ${page.source} links to ${link}, and there is no ${target}`)
    return `${repository.url}/${target}${String(hash)}`
  })
}

function pageOf(root: string, source: string, path: string): Page {
  const text = readFileSync(join(root, source), 'utf8')
  return { source, path, title: /^# (.+)$/m.exec(text)?.[1] ?? path, text }
}

function documentsIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .toSorted()
}

// A link to a package's folder means its README.
function folderOf(source: string): string {
  return source.endsWith('/README.md') ? posix.dirname(source) : source
}
