import { arrows } from './arrows.js'
import { manifestOf, removeWorkspaces, workspaceWith } from './fixture.js'

afterAll(removeWorkspaces)

describe('arrows', () => {
  it('is content with what the picture allows', () => {
    expect(arrows(workspaceWith())).toEqual([])
  })

  it.each([
    [
      'a package of a layer above',
      `import type { cgi } from '@gangway/cgi'`,
      'packages/gateway/src/gateway.ts:1: imports @gangway/cgi, which is not in dependencies',
    ],
    ['a module of Node', `import 'node:fs'`, 'packages/gateway/src/gateway.ts:1: imports node:fs, and the picture has no arrow to node:'],
    [
      'a module of Node without the prefix',
      `await import('fs')`,
      'packages/gateway/src/gateway.ts:1: imports fs, and the picture has no arrow to node:',
    ],
    ['a library', `export { x } from 'library/x'`, 'packages/gateway/src/gateway.ts:1: imports library, which is not in dependencies'],
    ['itself by name', `import { gateway } from '@gangway/gateway'`, 'packages/gateway/src/gateway.ts:1: imports its own package by name'],
  ])('finds an import of %s', (_, code, problem) => {
    expect(arrows(workspaceWith({ 'packages/gateway/src/gateway.ts': code }))).toEqual([problem])
  })

  it('finds an import of a file inside another package', () => {
    const problems = arrows(workspaceWith({ 'packages/cgi/src/deep.ts': `import '@gangway/gateway/dist/x.js'` }))
    expect(problems).toEqual(['packages/cgi/src/deep.ts:1: imports @gangway/gateway/dist/x.js, but a package has one entry'])
  })

  it('finds a relative import that leaves the package', () => {
    const problems = arrows(workspaceWith({ 'packages/cgi/src/deep.ts': `import '../../gateway/src/gateway.ts'` }))
    expect(problems).toEqual(['packages/cgi/src/deep.ts:1: imports ../../gateway/src/gateway.ts, outside its package'])
  })

  it('lets the script that builds a package import its tools, and no other file', () => {
    const files = {
      'apps/wiki/package.json': manifestOf('wiki', { private: true, devDependencies: { bundler: '1.0.0' } }),
      'apps/wiki/app.ts': `import 'bundler'`,
      'apps/wiki/build.js': `import 'bundler'`,
    }
    expect(arrows(workspaceWith(files))).toEqual(['apps/wiki/app.ts:1: imports bundler, which is not in dependencies'])
  })

  it('leaves what the tests of a package share to them', () => {
    expect(arrows(workspaceWith({ 'apps/wiki/test/server.ts': `import '../../../test/src/nginx.ts'` }))).toEqual([])
  })

  const imports = { '#engine': { node: './dist/node-engine.js', default: './dist/engine.js' } }
  const internal = (changes = {}) => ({
    'packages/gateway/package.json': manifestOf('gateway', { imports }),
    'packages/gateway/src/gateway.ts': `export { engine } from '#engine'`,
    'packages/gateway/src/node-engine.ts': `export const engine = 1`,
    'packages/gateway/src/engine.ts': `export const engine = 2`,
    ...changes,
  })

  it('is content with insides that differ by platform', () => {
    expect(arrows(workspaceWith(internal()))).toEqual([])
  })

  it.each([
    [
      'that is not declared',
      { 'packages/gateway/package.json': manifestOf('gateway') },
      'packages/gateway/src/gateway.ts:1: imports #engine, which is not in imports',
    ],
    [
      'without a source',
      { 'packages/gateway/src/engine.ts': null },
      'packages/gateway/src/gateway.ts:1: imports #engine, which may be packages/gateway/src/engine.ts, and there is no such file',
    ],
    [
      'of another package',
      {
        'packages/gateway/src/gateway.ts': `export const gateway = 1`,
        'packages/cgi/src/deep.ts': `import { engine } from '#engine'`,
      },
      'packages/cgi/src/deep.ts:1: imports #engine, which is not in imports',
    ],
  ])('finds an internal import %s', (_, changes, problem) => {
    expect(arrows(workspaceWith(internal(changes)))).toEqual([problem])
  })

  it('holds each of them to the picture', () => {
    const problems = arrows(workspaceWith(internal({ 'packages/gateway/src/node-engine.ts': `import 'node:zlib'` })))
    expect(problems).toEqual(['packages/gateway/src/node-engine.ts:1: imports node:zlib, and the picture has no arrow to node:'])
  })

  it('leaves tests and types of absent modules alone', () => {
    const code = `export const gateway: typeof import('node:fs') | 0 = 0\n`
    const test = `import fc from 'fast-check'\nimport { cgi } from '@gangway/cgi'\nimport '../../../scripts/x.js'`
    const files = { 'packages/gateway/src/gateway.test.ts': test, 'packages/gateway/test/shared.ts': test }
    expect(arrows(workspaceWith({ 'packages/gateway/src/gateway.ts': code, ...files }))).toEqual([])
  })

  it('finds a dependency that the picture does not allow, or that nobody imports', () => {
    const manifest = manifestOf('gateway', { dependencies: { '@gangway/cgi': 'workspace:^' } })
    expect(arrows(workspaceWith({ 'packages/gateway/package.json': manifest }))).toEqual([
      'packages/gateway/package.json: no arrow to cgi in the picture',
      'packages/gateway/package.json: @gangway/cgi is not imported',
    ])
  })

  it('finds a library where the picture allows none', () => {
    const dependencies = { '@gangway/gateway': 'workspace:^', library: '1.0.0' }
    const changes = { 'packages/cgi/package.json': manifestOf('cgi', { dependencies }), 'packages/cgi/src/other.ts': `import 'library'` }
    expect(arrows(workspaceWith(changes))).toEqual(['packages/cgi/package.json: no arrow to libraries in the picture'])
  })

  it('finds a package that the picture lacks, invents or repeats', () => {
    const picture = '```text\n  │ cgi  cgi  fastcgi  → gateway  node:\n  │ gateway  → nothing\n```\n'
    expect(arrows(workspaceWith({ 'README.md': picture })).slice(0, 3)).toEqual([
      'README.md: wiki is not in the picture',
      'README.md: the picture shows fastcgi, which is not a package',
      'README.md: the picture shows cgi more than once',
    ])
  })

  it('wants a picture', () => {
    expect(arrows(workspaceWith({ 'README.md': '# Gangway\n' }))).toEqual([expect.stringContaining('is missing')])
  })
})
