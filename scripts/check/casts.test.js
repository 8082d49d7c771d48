import { casts } from './casts.js'
import { removeWorkspaces, workspaceWith } from './fixture.js'

afterAll(removeWorkspaces)

const path = 'packages/cgi/src/cgi.ts'
const problem = (line) => [`${path}:${line}: 'as' needs a line above it that proves it`]

describe('casts', () => {
  it.each([
    ['above it', `const a = [\n  // proof\n  b as C,\n]`],
    ['beside it', `const a = b as C // proof`],
    ['above its statement', `// proof\nconst a = f(\n  b as C,\n)`],
    ['above its function', `// proof\nfunction a() {\n  const x = 1\n  return b as C\n}`],
    ['and needs none for const', `const a = [1] as const`],
  ])('is content with a proof %s', (_, code) => {
    expect(casts(workspaceWith({ [path]: code }))).toEqual([])
  })

  it('finds one without proof', () => {
    expect(casts(workspaceWith({ [path]: `// about something else\n\nconst a = b as C` }))).toEqual(problem(3))
  })

  it('takes no comment elsewhere in the function for a proof', () => {
    expect(casts(workspaceWith({ [path]: `function a() {\n  // about x\n  const x = 1\n\n  return b as C\n}` }))).toEqual(problem(5))
  })

  it('leaves tests alone', () => {
    expect(casts(workspaceWith({ 'packages/cgi/src/cgi.test.ts': `const a = b as C` }))).toEqual([])
  })
})
