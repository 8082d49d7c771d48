import { escapeText, oneLine } from './escape.ts'

describe('escapeText', () => {
  it('writes each byte as Apache does', () => {
    const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
    const named = new Map([
      ['"', '\\"'],
      ['\\', '\\\\'],
      ['\b', '\\b'],
      ['\n', '\\n'],
      ['\r', '\\r'],
      ['\t', '\\t'],
      ['\v', '\\v'],
    ])
    for (const character of all) {
      const hex = `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
      const isPlain = character >= ' ' && character <= '~'
      expect(escapeText(`a${character}b`)).toBe(`a${named.get(character) ?? (isPlain ? character : hex)}b`)
    }
  })

  it('writes other characters as their UTF-8', () => {
    expect(escapeText('\u4e2d\u{1f600}\ud800')).toBe('\\xe4\\xb8\\xad\\xf0\\x9f\\x98\\x80\\xef\\xbf\\xbd')
  })
})

describe('oneLine', () => {
  it('has no end of a line in it', () => {
    expect(oneLine('a\r\nb\nc\u2028d\u2029e')).toBe('a b c d e')
  })
})
