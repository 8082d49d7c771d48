import { readmeOf, removeWorkspaces, workspaceWith } from './fixture.js'
import { readmes } from './readmes.js'

afterAll(removeWorkspaces)

const path = 'packages/cgi/README.md'
const sound = readmeOf('cgi')

describe('readmes', () => {
  it('is content with a sound one', () => {
    expect(readmes(workspaceWith())).toEqual([])
  })

  it.each([
    ['another title', sound.replace('# @gangway/cgi', '# cgi'), 'must begin with # @gangway/cgi'],
    ['no installation', sound.replace('npm install', 'npm add'), 'must say npm install @gangway/cgi'],
    ['no example', sound.replace('```js', '```text'), 'must have an example in a js or ts block'],
    ['no license', sound.replace('## License', '## Rights'), 'must end with ## License'],
    ['too many lines', sound + '\n'.repeat(120), 'must have at most 120 lines'],
    ['something to do', `${sound}\nTODO\n`, 'TODO belongs into an issue'],
  ])('finds %s', (_, text, problem) => {
    expect(readmes(workspaceWith({ [path]: text }))).toEqual([`${path}: ${problem}`])
  })

  it('finds an example that no test runs', () => {
    const problems = readmes(workspaceWith({ 'packages/cgi/src/readme.test.ts': null }))
    expect(problems).toEqual([`${path}: must have its example run by a test, with scripts/readme-example.js`])
  })
})
