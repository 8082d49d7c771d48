import { identifiersOf } from './identifiers.ts'
import { type PackageManager, runScript } from './package-manager.ts'
import { type Files, filesOf } from './template.ts'
import { imported, type Ranges } from './versions.ts'

/** The files of a middleware package. */
export function middlewareFiles(name: string, manager: PackageManager, ranges: Ranges, repository?: string): Files {
  const { camel, pascal, kebab } = identifiersOf(name)
  const scripts = Object.fromEntries(['test', 'check', 'build', 'release'].map((script) => [`run-${script}`, runScript(manager, script)]))
  const fieldName = kebab.replace(/(?:^|-)./g, (letter) => letter.toUpperCase())
  const files = filesOf('middleware', {
    'gangway-preference': name,
    'X-Preference': `X-${fieldName}`,
    'x-preference': `x-${kebab}`,
    Preference: pascal,
    preference: camel,
    ...scripts,
  })
  return files.set('package.json', `${JSON.stringify(manifestOf(name, files, ranges, repository), null, 2)}\n`)
}

function manifestOf(name: string, files: Files, ranges: Ranges, repository: string | undefined): object {
  const dependencies = imported([files.get('src/index.ts') ?? ''], ranges)
  const tested = imported([files.get('src/index.test.ts') ?? ''], ranges)
  const tools = [...ranges].filter(([each]) => ['@changesets/cli', '@types/node', 'typescript'].includes(each))
  return {
    name,
    version: '0.0.0',
    description: 'Chooses a value by a field of the request, for Gangway applications',
    license: 'MIT',
    keywords: ['gangway', 'gangway-middleware', 'middleware'],
    ...(repository === undefined ? {} : { repository: { type: 'git', url: `git+${repository.replace(/(?:\.git)?$/, '.git')}` } }),
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    engines: { node: '>=22' },
    scripts: {
      test: 'node --test',
      check: 'tsc',
      build: 'tsc -p tsconfig.build.json',
      prepack: 'tsc -p tsconfig.build.json',
      changeset: 'changeset',
      release: 'changeset version && changeset publish',
    },
    dependencies,
    devDependencies: sorted({ ...tested, ...Object.fromEntries(tools) }, dependencies),
    publishConfig: { access: 'public', ...(repository === undefined ? {} : { provenance: true }) },
  }
}

function sorted(ranges: Record<string, string>, without: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ranges)
      .filter(([name]) => !(name in without))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}
