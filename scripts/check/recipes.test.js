import { removeWorkspaces, workspaceWith } from './fixture.js'
import { recipes } from './recipes.js'

afterAll(removeWorkspaces)

const recipe = 'test/src/recipe.ts'
const print = `const name: string = process.argv[2] ?? ''\nconsole.log('server {\\n  name ' + name + ';\\n}')`
const readme = (marker, block) => ({ 'README.md': `# Gangway\n\n${marker}\n\n\`\`\`nginx\n${block}\n\`\`\`\n`, [recipe]: print })

describe('recipes', () => {
  it('is content with what the file prints', () => {
    expect(recipes(workspaceWith(readme(`<!-- from ${recipe} a -->`, 'server {\n  name a;\n}')))).toEqual([])
  })

  it('finds a block that differs, and says what it must be', () => {
    const problems = recipes(workspaceWith(readme(`<!-- from ${recipe} a -->`, 'server {\n  name b;\n}')))
    expect(problems).toEqual([`README.md: the block from ${recipe} a must be:\nserver {\n  name a;\n}`])
  })

  it('finds a file that does not run', () => {
    const problems = recipes(workspaceWith(readme('<!-- from test/src/missing.ts -->', '')))
    expect(problems).toEqual([expect.stringContaining('README.md: test/src/missing.ts does not run')])
  })

  it('finds a marker without a block', () => {
    expect(recipes(workspaceWith({ 'README.md': `<!-- from ${recipe} -->\n\nText.\n` }))).toEqual([
      `README.md: no block follows the marker of ${recipe}`,
    ])
  })
})
