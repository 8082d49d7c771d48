import { readFileSync } from 'node:fs'
import { exampleOf } from '../../../scripts/readme-example.js'
import { help } from './command-line.ts'
import * as exported from './index.ts'

const readme = new URL('../README.md', import.meta.url)

// Only a published package makes projects: test/src/create-gangway.test.ts runs the example, and the commands.
describe('the README', () => {
  it('imports what is exported', () => {
    const names = /import \{ (.+) \} from 'create-gangway'/.exec(exampleOf(readme))?.[1]?.split(', ')
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(names ?? ['no import']))
  })

  it('names the options that --help names', () => {
    const text = readFileSync(readme, 'utf8')
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option)
    expect(options.length).toBeGreaterThan(8)
    expect(options.filter((option) => !text.includes(`${option}`) && option !== '--version')).toEqual([])
  })
})
