import { removeWorkspaces, workspaceWith } from './fixture.js'
import { folders } from './folders.js'

afterAll(removeWorkspaces)

describe('folders', () => {
  it('is content with what all share', () => {
    expect(folders(workspaceWith({ 'packages/cgi/CHANGELOG.md': '', 'packages/cgi/dist/index.js': '' }))).toEqual([])
  })

  it.each([
    ['a missing README', 'packages/cgi/README.md', null, 'packages/cgi: README.md is missing'],
    ['a missing tsconfig', 'packages/cgi/tsconfig.json', null, 'packages/cgi: tsconfig.json is missing'],
    ['a missing index', 'packages/cgi/src/index.ts', null, 'packages/cgi: src/index.ts is missing'],
    ['a stray file', 'packages/cgi/jest.config.js', '', 'packages/cgi/jest.config.js: only'],
    [
      'an index that does more than list',
      'packages/cgi/src/index.ts',
      `export { a } from './a.ts'\nexport const b = 1`,
      'packages/cgi/src/index.ts:2: index.ts only lists exports',
    ],
    ['a vague name', 'packages/cgi/src/utils.ts', '', 'packages/cgi/src/utils.ts: name the file after the thing in it'],
    ['a vague name of a test', 'apps/wiki/src/helpers.test.ts', '', 'apps/wiki/src/helpers.test.ts: name the file after the thing in it'],
    ['a vague folder', 'apps/wiki/common/a.ts', '', 'apps/wiki/common/a.ts: name the file after the thing in it'],
    [
      'a tsconfig of its own',
      'packages/cgi/tsconfig.json',
      { extends: '../../tsconfig.base.json', include: ['x'] },
      'packages/cgi/tsconfig.json: must only extend',
    ],
    [
      'strictness relaxed',
      'apps/wiki/tsconfig.json',
      { compilerOptions: { noUncheckedIndexedAccess: false } },
      'apps/wiki/tsconfig.json: noUncheckedIndexedAccess is relaxed nowhere',
    ],
  ])('finds %s', (_, path, content, problem) => {
    expect(folders(workspaceWith({ [path]: content }))).toEqual([expect.stringContaining(problem)])
  })
})
