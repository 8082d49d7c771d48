import { cycles } from './cycles.js'
import { manifestOf, removeWorkspaces, workspaceWith } from './fixture.js'

afterAll(removeWorkspaces)

describe('cycles', () => {
  it('is content without any', () => {
    expect(cycles(workspaceWith())).toEqual([])
  })

  it('finds one of types inside a package', () => {
    const changes = {
      'packages/cgi/src/a.ts': `import type { B } from './b.ts'\nexport type A = B`,
      'packages/cgi/src/b.ts': `export type B = import('./c.ts').C`,
      'packages/cgi/src/c.ts': `export { A as C } from './a.ts'`,
    }
    expect(cycles(workspaceWith(changes))).toEqual([
      'packages/cgi/src/a.ts: import cycle: packages/cgi/src/a.ts → packages/cgi/src/b.ts → packages/cgi/src/c.ts → packages/cgi/src/a.ts',
    ])
  })

  it('finds one between packages', () => {
    const problems = cycles(workspaceWith({ 'packages/gateway/src/gateway.ts': `import { cgi } from '@gangway/cgi'` }))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('packages/gateway/src/gateway.ts → packages/cgi/src/index.ts → packages/cgi/src/cgi.ts')
  })

  it('finds one through an import that differs by platform', () => {
    const imports = { '#engine': { node: './dist/node-engine.js', default: './dist/engine.js' } }
    const changes = {
      'packages/cgi/package.json': manifestOf('cgi', { imports, dependencies: { '@gangway/gateway': 'workspace:^' } }),
      'packages/cgi/src/a.ts': `import '#engine'`,
      'packages/cgi/src/node-engine.ts': `export const engine = 1`,
      'packages/cgi/src/engine.ts': `import './a.ts'`,
    }
    expect(cycles(workspaceWith(changes))).toHaveLength(1)
  })

  it('finds a file that imports itself', () => {
    expect(cycles(workspaceWith({ 'packages/cgi/src/a.ts': `import './a.ts'` }))).toHaveLength(1)
  })

  it('takes two ways to one file for no cycle', () => {
    const changes = {
      'packages/cgi/src/a.ts': `import './b.ts'\nimport './c.ts'`,
      'packages/cgi/src/b.ts': `import './c.ts'`,
      'packages/cgi/src/c.ts': '',
    }
    expect(cycles(workspaceWith(changes))).toEqual([])
  })
})
