import { isFieldValue, isToken } from './http-field.ts'

const characters = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code))

describe('isToken', () => {
  it('takes the token characters of RFC 9110 §5.6.2 and no others', () => {
    const taken = characters.filter((character) => isToken(character)).join('')
    expect(taken).toBe("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~")
  })

  test.each(['', ' a', 'a ', 'a b', 'a:', 'a\n', 'a\r\nb', 'é'])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false)
  })

  test.each(['GET', 'M-SEARCH', 'x-y', '__proto__'])('takes %j', (text) => {
    expect(isToken(text)).toBe(true)
  })
})

describe('isFieldValue', () => {
  it('refuses CR, LF, NUL and what is not latin1, at either end and inside', () => {
    const refused = characters.filter(
      (character) => !isFieldValue(character) && !isFieldValue(`a${character}b`) && !isFieldValue(`a${character}`),
    )
    expect(refused).toEqual(['\0', '\n', '\r', ...characters.slice(0x100)])
    expect(characters.filter((character) => !isFieldValue(character))).toEqual(refused)
  })

  it('takes the empty value', () => {
    expect(isFieldValue('')).toBe(true)
  })
})
