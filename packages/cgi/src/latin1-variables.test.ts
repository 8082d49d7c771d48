import { spawnSync } from 'node:child_process'
import { latin1Variables } from './latin1-variables.ts'

describe('latin1Variables (CGI-06)', () => {
  it('gives every byte of UTF-8 as a character', () => {
    expect(latin1Variables({ A: 'plain', B: '\u00e9\u20ac' }, () => undefined)).toEqual(['A', 'plain', 'B', '\xc3\xa9\xe2\x82\xac'])
  })

  it('reads from the system what is no UTF-8', () => {
    const bytes = 'A=plain\0B=\xe9\xff=\0C=\xc3\xa9\0'
    expect(latin1Variables({ A: 'changed', B: '\ufffd\ufffd=', C: '\u00e9' }, () => bytes)).toEqual([
      'A',
      'changed',
      'B',
      '\xe9\xff=',
      'C',
      '\xc3\xa9',
    ])
  })

  it('asks the system only then', () => {
    const fail = () => {
      throw new Error('asked')
    }
    expect(() => latin1Variables({ A: '\u00e9' }, fail)).not.toThrow()
    expect(() => latin1Variables({ A: '\ufffd' }, fail)).toThrow('asked')
  })

  it('does without where the system does not tell', () => {
    expect(latin1Variables({ A: '\ufffd' }, () => undefined)).toEqual(['A', '\xef\xbf\xbd'])
  })

  it('finds bytes in a real environment', () => {
    const program = `import { latin1Variables } from '${new URL('./latin1-variables.ts', import.meta.url).href}'
const pairs = latin1Variables(process.env)
console.log(JSON.stringify(pairs[pairs.indexOf('X') + 1]))`
    const flags = [
      `--import=${new URL('../../../scripts/source-imports.js', import.meta.url).href}`,
      '--input-type=module',
      '--eval',
      program,
    ]
    const { stdout } = spawnSync('/bin/sh', ['-c', `X="$(printf 'a\\351\\377')" exec "$0" "$@"`, process.execPath, ...flags], {
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toBe('a\xe9\xff')
  })
})
