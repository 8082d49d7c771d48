import { manifestOf, removeWorkspaces, workspaceWith } from './fixture.js'
import { manifests } from './manifests.js'

afterAll(removeWorkspaces)

const path = 'packages/gateway/package.json'

describe('manifests', () => {
  it('is content with what all share', () => {
    expect(manifests(workspaceWith())).toEqual([])
  })

  it.each([
    ['name', 'gateway'],
    ['name', '@gangway/Gateway'],
    ['name', '@gangway/other'],
    ['version', 'next'],
    ['description', 'Ends in a full stop.'],
    ['license', 'ISC'],
    ['repository', { type: 'git', url: 'git+https://github.com/gangway-js/gangway.git', directory: 'packages/other' }],
    ['type', 'commonjs'],
    ['sideEffects', true],
    ['exports', './dist/index.js'],
    ['exports', { '.': { default: './dist/index.js' } }],
    ['exports', { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './x': './dist/x.js' }],
    ['files', ['dist', 'src']],
    ['engines', { node: '>=20' }],
    ['scripts', { build: 'tsc', prepare: 'tsc' }],
    ['publishConfig', { access: 'public' }],
  ])('finds a different %s', (field, value) => {
    const problems = manifests(workspaceWith({ [path]: manifestOf('gateway', { [field]: value }) }))
    expect(problems).toEqual([expect.stringContaining(`${path}: ${field} must be`)])
  })

  it.each(Object.keys(manifestOf('gateway')))('finds that %s is missing', (field) => {
    const { [field]: _, ...manifest } = manifestOf('gateway')
    expect(manifests(workspaceWith({ [path]: manifest }))).toEqual([expect.stringContaining(`${path}: ${field} must be`)])
  })

  const withImports = (imports) => {
    const { exports, ...rest } = manifestOf('gateway')
    const { name, version, description, license, repository, type, sideEffects, ...later } = rest
    return { name, version, description, license, repository, type, sideEffects, imports, exports, ...later }
  }
  const engine = { node: './dist/node-engine.js', default: './dist/other-engine.js' }

  it('is content with insides that differ by platform', () => {
    expect(manifests(workspaceWith({ [path]: withImports({ '#engine': engine }) }))).toEqual([])
  })

  it.each([
    ['another condition', { '#engine': { ...engine, browser: './dist/x.js' } }],
    ['another order', { '#engine': { default: engine.default, node: engine.node } }],
    ['only one target', { '#engine': './dist/node-engine.js' }],
    ['a target outside', { '#engine': { ...engine, node: './src/node-engine.ts' } }],
    ['a pattern', { '#engines/*': engine }],
  ])('finds imports with %s', (_, imports) => {
    expect(manifests(workspaceWith({ [path]: withImports(imports) }))).toEqual([expect.stringContaining(`${path}: imports must be`)])
  })

  it('finds fields out of order', () => {
    const { name, ...rest } = manifestOf('gateway')
    expect(manifests(workspaceWith({ [path]: { ...rest, name } }))).toEqual([
      expect.stringContaining('the order of fields is name, version'),
    ])
  })

  it('finds a field that is not one of ours', () => {
    expect(manifests(workspaceWith({ [path]: manifestOf('gateway', { main: 'x.js' }) }))).toEqual([
      `${path}: the field main is not one of ours`,
    ])
  })

  it.each([
    ['another range than workspace:^', { dependencies: { '@gangway/cgi': '^1.0.0' } }, '@gangway/cgi must be "workspace:^"'],
    [
      'the wrong field',
      { devDependencies: { '@gangway/cgi': 'workspace:^' } },
      '@gangway/cgi belongs into dependencies, not devDependencies',
    ],
    ['two fields', { dependencies: { a: '1.0.0' }, devDependencies: { a: '1.0.0' } }, 'a is in two fields'],
  ])('finds a dependency in %s', (_, fields, problem) => {
    const { publishConfig, ...manifest } = manifestOf('gateway', fields)
    expect(manifests(workspaceWith({ [path]: { ...manifest, publishConfig } }))).toContain(`${path}: ${problem}`)
  })

  it('lets a package test what an application may install beside it', () => {
    const fields = { devDependencies: { a: '1.2.0' }, peerDependencies: { a: '^1.0.0' }, peerDependenciesMeta: { a: { optional: true } } }
    const { publishConfig, ...manifest } = manifestOf('gateway', fields)
    expect(manifests(workspaceWith({ [path]: { ...manifest, publishConfig } }))).toEqual([])
  })

  it('finds two versions of an outside package', () => {
    const manifest = manifestOf('gateway', { dependencies: { jest: '29.0.0' } })
    expect(manifests(workspaceWith({ [path]: manifest }))).toEqual(['./package.json: jest is 30.0.0 here, 29.0.0 in packages/gateway'])
  })

  it('asks less of a private package', () => {
    const manifest = { name: '@gangway/x', version: '0.0.0', private: true, description: 'Some x', license: 'MIT', type: 'module' }
    expect(manifests(workspaceWith({ 'apps/x/package.json': manifest }))).toEqual([])
    expect(manifests(workspaceWith({ 'apps/x/package.json': { ...manifest, license: 'ISC' } }))).toEqual([
      'apps/x/package.json: license must be "MIT"',
    ])
  })

  it('lets the package that makes projects have the devDependencies of these', () => {
    const maker = manifestOf('create-gangway', {
      name: 'create-gangway',
      bin: { 'create-gangway': 'dist/main.js' },
      files: ['dist', 'template'],
      devDependencies: { '@gangway/gateway': 'workspace:^' },
    })
    const ordered = Object.fromEntries(
      `name version description license repository type bin sideEffects exports files engines scripts dependencies devDependencies publishConfig`
        .split(' ')
        .map((key) => [key, maker[key]]),
    )
    expect(manifests(workspaceWith({ 'packages/create-gangway/package.json': ordered }))).toEqual([])
    expect(manifests(workspaceWith({ [path]: manifestOf('gateway', { files: ['dist', 'template'] }) }))).toHaveLength(1)
  })
})
