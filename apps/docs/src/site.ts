import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, type UserConfig } from 'vitepress'
import { readPages, withLinks } from './pages.ts'
import { writeReference } from './reference.ts'
import { siteConfiguration } from './site-configuration.ts'

const repository = 'https://github.com/gangway-js/gangway'

/**
 * Makes the site of a repository in a folder, and resolves to where its pages are.
 * @throws Error when a link leads to nothing.
 */
export async function makeSite(root: string, folder: string): Promise<string> {
  const source = join(folder, 'pages')
  await rm(folder, { recursive: true, force: true })
  const pages = readPages(root)
  const tree = { exists: (path: string) => existsSync(join(root, path)), url: `${repository}/tree/main` }
  for (const page of pages) await write(join(source, page.path), verbatim(withLinks(page, pages, tree)))
  await write(join(source, 'decisions/index.md'), decisionsIndex(pages.filter(({ path }) => path.startsWith('decisions/'))))
  await writeReference(root, join(source, 'reference'))
  const configuration: UserConfig = {
    ...siteConfiguration(pages, repository),
    outDir: join(folder, 'site'),
    cacheDir: join(folder, 'cache'),
  }
  await write(join(source, '.vitepress/config.mjs'), `export default ${JSON.stringify(configuration)}\n`)
  await build(source)
  return join(folder, 'site')
}

// Braces in a document are no expressions of the site's pages.
function verbatim(text: string): string {
  return `::: v-pre\n${text}\n:::\n`
}

function decisionsIndex(pages: readonly { path: string; title: string }[]): string {
  return `# Decisions\n\nWhat was contested, and why it is as it is.\n\n${pages.map(({ path, title }) => `- [${title}](/${path})`).join('\n')}\n`
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
