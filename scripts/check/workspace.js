import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSourceFile } from './source-file.js'

const made = new Set(['node_modules', 'dist', '.turbo', '.site'])
// Sources of other projects, which they are when they have been made.
const template = 'template'

/** The repository as the checks see it: the root's manifest and README, and every workspace package with its files. */
export function readWorkspace(root) {
  const folders = ['packages', 'apps'].flatMap((parent) => entriesOf(join(root, parent)).map((name) => `${parent}/${name}`))
  const packages = [...folders, 'test'].filter((folder) => existsSync(join(root, folder, 'package.json')))
  return {
    root,
    manifest: readJson(join(root, 'package.json')),
    documents: documentsOf(root, ['.', 'docs', 'decisions', ...packages]),
    packages: packages.map((folder) => readPackage(root, folder)),
  }
}

/** The part of a package's name that the picture shows. */
export function shortName(name) {
  return name.replace('@gangway/', '')
}

function readPackage(root, folder) {
  const manifest = readJson(join(root, folder, 'package.json'))
  const files = filesOf(root, folder).filter((path) => /\.[jt]s$/.test(path) && !path.endsWith('.d.ts'))
  return {
    folder,
    manifest,
    name: manifest.name,
    entries: entriesOf(join(root, folder)),
    files: files.map((path) => readSourceFile(path, readFileSync(join(root, path), 'utf8'))),
  }
}

function filesOf(root, folder) {
  const paths = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => isOurs(name) && name !== template)
  return paths.flatMap((entry) => (entry.isDirectory() ? filesOf(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
}

function documentsOf(root, folders) {
  const paths = folders.flatMap((folder) => entriesOf(join(root, folder)).map((name) => join(folder, name)))
  return paths
    .filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function entriesOf(folder) {
  return existsSync(folder) ? readdirSync(folder).filter(isOurs).toSorted() : []
}

function isOurs(name) {
  return !made.has(name) && !name.startsWith('.example-') && !name.endsWith('.tsbuildinfo')
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
