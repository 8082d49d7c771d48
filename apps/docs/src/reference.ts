import { join } from 'node:path'
import { Application } from 'typedoc'
import { foldersIn } from './pages.ts'

// Those of the plugin, which the types of TypeDoc do not know.
const markdownOptions = [
  ['router', 'module'],
  ['entryFileName', 'index'],
  ['hideBreadcrumbs', true],
  ['hidePageHeader', true],
  ['parametersFormat', 'table'],
  ['interfacePropertiesFormat', 'table'],
  ['typeDeclarationFormat', 'table'],
] as const

/**
 * Writes the reference of every package into a folder, from the docstrings of what it exports.
 * @throws Error when a docstring links to nothing, or a source does not compile.
 */
export async function writeReference(root: string, folder: string): Promise<void> {
  const application = await Application.bootstrapWithPlugins({
    entryPoints: foldersIn(root, 'packages').map((name) => join(root, `packages/${name}/src/index.ts`)),
    tsconfig: join(root, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    name: 'Reference',
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    treatValidationWarningsAsErrors: true,
    validation: { invalidLink: true, notExported: false, rewrittenLink: true },
    logLevel: 'Warn',
  })
  for (const [name, value] of markdownOptions) application.options.setValue(name, value)
  const project = await application.convert()
  if (!project) throw new Error('docs: the sources do not compile, and so have no reference')
  for (const each of project.children ?? []) each.name = each.name.replace(/\/src$/, '')
  application.validate(project)
  await application.outputs.writeOutput({ name: 'markdown', path: folder }, project)
  if (application.logger.hasErrors() || application.logger.hasWarnings()) throw new Error('docs: the reference has faults')
}
