import { readdirSync, readFileSync } from 'node:fs'
import { specification } from './spec.ts'

const command = 'node --import ./scripts/source-imports.js packages/lint/src/spec.ts'
const rulesFolder = new URL('./rules/', import.meta.url)

describe('SPEC.md', () => {
  it(`is what the rules say; if not: ${command}`, () => {
    expect(readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8')).toBe(specification())
  })

  it('has each rule of the tables once', () => {
    const sources = readdirSync(rulesFolder).filter((name) => !name.endsWith('.test.ts'))
    const codes = sources.flatMap((name) => readFileSync(new URL(name, rulesFolder), 'utf8').match(/(?<=code: ')LINT-\d+/g) ?? [])
    const said = specification().match(/(?<=^- \*\*)LINT-\d+/gm) ?? []
    expect(new Set(codes).size).toBe(codes.length)
    expect(said.sort()).toEqual(codes.sort())
  })

  it('has the sections that the rules and the text refer to', () => {
    const text = specification()
    const sections = new Set(text.match(/(?<=^#{2,3} )\d+(\.\d+)?/gm))
    const references = [...(text.match(/(?<=SPEC §)\d+(\.\d+)?/g) ?? []), ...(text.match(/(?<=\(§|in §|of §)\d+(\.\d+)?/g) ?? [])]
    expect(references.length).toBeGreaterThan(50)
    expect(references.filter((section) => !sections.has(section))).toEqual([])
  })

  it('ends each sentence as one', () => {
    const lines = specification().match(/^- \*\*LINT-.*/gm) ?? []
    expect(lines.filter((line) => !/^- \*\*LINT-\d{3}\*\* \((?:must|should); (?:SPEC|RFC) [^)]+\): .*\.$/.test(line))).toEqual([])
  })
})
