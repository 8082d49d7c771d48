import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appSource } from './app-source.ts'
import { create } from './create.ts'
import { middlewareNames } from './middleware-choices.ts'
import { PlanError } from './plan-error.ts'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const sourceImports = new URL('../../../scripts/source-imports.js', import.meta.url).href
const ranges = new Map(
  ['@changesets/cli', '@gangway/cgi', '@gangway/conformance', '@gangway/fastcgi', '@gangway/gateway', '@gangway/http', '@gangway/lint']
    .concat(
      middlewareNames.map((name) => `@gangway/${name}`),
      ['@types/node', 'typescript'],
    )
    .map((name) => [name, '^1.0.0']),
)

describe('create', () => {
  let parent: string
  const folder = (name: string) => join(parent, name)
  const read = (name: string, path: string) => readFile(join(folder(name), path), 'utf8')
  // Inside the package, so that what a project imports resolves to the sources.
  beforeAll(async () => {
    parent = await mkdtemp(join(packageFolder, '.example-'))
  })
  afterAll(() => rm(parent, { recursive: true }))

  it.each(['app', 'middleware'] as const)('makes a project for %s whose tests pass', async (kind) => {
    await create({ kind, folder: folder(`good-${kind}`) }, ranges)
    const printed = execFileSync(process.execPath, [`--import=${sourceImports}`, '--test', '--test-reporter=tap'], {
      cwd: folder(`good-${kind}`),
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    })
    expect(printed).toMatch(/^# pass [1-9]/m)
    expect(printed).toMatch(/^# fail 0$/m)
  })

  it('names each file of a project in its README, and each command of its manifest', async () => {
    for (const kind of ['app', 'middleware'] as const) {
      const paths = await create({ kind, folder: folder(`read-${kind}`), packageManager: 'pnpm' }, ranges)
      const readme = await read(`read-${kind}`, 'README.md')
      const named = paths
        .filter((path) => !/^README|^\.gitignore/.test(path))
        .map((path) => (path.startsWith('.changeset') ? '.changeset/' : path))
      expect(named.filter((path) => !readme.includes(`\`${path}\``))).toEqual([])
      expect(readme).toContain('pnpm check')
      expect(readme).not.toMatch(/run-\w|an-app|preference/i)
    }
  })

  it('names a middleware package after what it is called', async () => {
    await create(
      { kind: 'middleware', folder: folder('other'), name: '@acme/gangway-time-zone', repository: 'https://example.org/acme/zone' },
      ranges,
    )
    expect(await read('other', 'src/index.ts')).toContain(
      'export function timeZone({ values }: TimeZoneOptions): Middleware<{ timeZone: string }>',
    )
    expect(await read('other', 'src/index.ts')).toContain("'X-Time-Zone'")
    expect(await read('other', 'README.md')).toContain("import { timeZone } from '@acme/gangway-time-zone'")
    expect(JSON.parse(await read('other', 'package.json'))).toMatchObject({
      name: '@acme/gangway-time-zone',
      repository: { type: 'git', url: 'git+https://example.org/acme/zone.git' },
      files: ['dist'],
      dependencies: { '@gangway/gateway': '^1.0.0' },
      devDependencies: { '@gangway/conformance': '^1.0.0', '@gangway/http': '^1.0.0', '@gangway/lint': '^1.0.0', typescript: '^1.0.0' },
      publishConfig: { access: 'public', provenance: true },
    })
  })

  it('shows a middleware in fewer than 40 lines', async () => {
    const source = await readFile(join(packageFolder, 'template/middleware/src/index.ts'), 'utf8')
    expect(source.split('\n').length).toBeLessThan(40)
  })

  it('makes an application of what is in the template when all middleware is chosen, so that the compiler has seen it', async () => {
    expect(appSource('an-app', middlewareNames)).toBe(await readFile(join(packageFolder, 'template/app/src/app.ts'), 'utf8'))
  })

  it('leaves out what is not chosen', async () => {
    await create({ kind: 'app', folder: folder('bare'), middleware: [] }, ranges)
    expect(await read('bare', 'src/app.ts')).not.toMatch(/session|@gangway\/(?!gateway)/)
    expect(Object.keys(JSON.parse(await read('bare', 'package.json')).dependencies)).toEqual([
      '@gangway/cgi',
      '@gangway/fastcgi',
      '@gangway/gateway',
      '@gangway/http',
    ])
  })

  it('keeps secrets to their owner, and out of the repository', async () => {
    await create({ kind: 'app', folder: folder('secret') }, ranges)
    expect((await stat(join(folder('secret'), '.env'))).mode & 0o777).toBe(0o600)
    expect(await read('secret', '.env')).toMatch(/^SESSION_SECRET=[\w-]{43}\n$/)
    expect(await read('secret', '.gitignore')).toMatch(/^\.env$/m)
  })

  it('tells yarn to install where the compiler looks', async () => {
    await create({ kind: 'app', folder: folder('yarn'), packageManager: 'yarn' }, ranges)
    expect(await read('yarn', '.yarnrc.yml')).toBe('nodeLinker: node-modules\n')
  })

  it('overwrites nothing', async () => {
    await writeFile(folder('a-file'), 'mine')
    await expect(create({ kind: 'app', folder: folder('a-file') }, ranges)).rejects.toThrow('is a file')
    await expect(create({ kind: 'app', folder: parent, name: 'x' }, ranges)).rejects.toThrow(/is not empty: there is a-file/)
    expect(await readdir(parent)).not.toContain('package.json')
  })

  it.each([
    [{ kind: 'app', folder: 'Upper' }, '"Upper" is no name for a package'],
    [{ kind: 'middleware', folder: 'x', middleware: [] }, 'leave out --with'],
    [{ kind: 'middleware', folder: 'x', repository: 'ftp://x' }, 'https address'],
  ] as const)('writes nothing for a plan that makes no sense: %j', async (plan, message) => {
    await expect(create({ ...plan, folder: folder(plan.folder) }, ranges)).rejects.toThrow(PlanError)
    await expect(create({ ...plan, folder: folder(plan.folder) }, ranges)).rejects.toThrow(message)
    expect(await readdir(parent)).not.toContain(basename(plan.folder))
  })

  it('does not pass off a checkout as what is published', async () => {
    await expect(create({ kind: 'app', folder: folder('x') })).rejects.toThrow('this is a checkout')
  })
})
