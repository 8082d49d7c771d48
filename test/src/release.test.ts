import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const packages = readdirSync(join(root, 'packages'))

interface Manifest {
  name: string
  version: string
  dependencies?: Record<string, string>
}

describe('a release', () => {
  let folder: string
  const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8'))

  // A dry run: versions and changelogs are made in a copy of what decides them.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gangway-release-'))
    const workspaces = ['packages', 'apps'].flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    const copied = ['package.json', 'pnpm-workspace.yaml', '.changeset', ...[...workspaces, 'test'].map((place) => `${place}/package.json`)]
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
    // The module that writes the changelogs is named from where the configuration is. No pnpm is on the PATH: it would install in the copy.
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(join(root, 'node_modules/@changesets'), join(folder, 'node_modules/@changesets'))
    const environment = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` }
    const run = (program: string, ...parameters: string[]) =>
      execFileSync(program, parameters, { cwd: folder, stdio: 'pipe', env: environment })
    run('git', 'init', '--quiet', '--initial-branch=main')
    run('git', 'add', '.changeset', 'packages', 'package.json')
    run('git', '-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--message=before')
    run(process.execPath, join(root, 'node_modules/@changesets/cli/bin.js'), 'version')
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(packages)('gives %s a version and a changelog', (name) => {
    const { version } = manifestOf(name)
    expect(version).toMatch(/^[01]\.\d+\.\d+$/)
    expect(version).not.toBe('0.0.0')
    expect(readFileSync(join(folder, 'packages', name, 'CHANGELOG.md'), 'utf8')).toContain(`## ${version}\n`)
  })

  it('publishes the interface as 1.0, since it changes as rarely as a specification', () =>
    expect(manifestOf('gateway').version).toBe('1.0.0'))

  it('uses up every changeset, and versions nothing private', () => {
    expect(readdirSync(join(folder, '.changeset')).filter((name) => name.endsWith('.md'))).toEqual([])
    expect(existsSync(join(folder, 'apps/wiki/CHANGELOG.md'))).toBe(false)
  })
})
