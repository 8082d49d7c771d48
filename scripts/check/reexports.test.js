import { removeWorkspaces, workspaceWith } from './fixture.js'
import { reexports } from './reexports.js'

afterAll(removeWorkspaces)

const path = 'packages/cgi/src/index.ts'

describe('reexports', () => {
  it('is content with names of the package itself', () => {
    expect(reexports(workspaceWith())).toEqual([])
  })

  it.each([
    [`export * from './cgi.ts'`, `${path}:1: export names one by one, not *`],
    [`export * as all from './cgi.ts'`, `${path}:1: export names one by one, not *`],
    [`export type { Context } from '@gangway/gateway'`, `${path}:1: exports a name of @gangway/gateway`],
  ])('finds %s', (code, problem) => {
    expect(reexports(workspaceWith({ [path]: code }))).toEqual([problem])
  })
})
