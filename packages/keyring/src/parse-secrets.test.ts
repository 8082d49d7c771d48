import { parseSecrets } from './parse-secrets.ts'

const secret = 'a-secret-of-32-bytes-0123456789-'

describe('parseSecrets', () => {
  it('takes 32 bytes, counted in UTF-8', () => {
    expect(parseSecrets([secret])).toEqual([{ id: undefined, secret }])
    expect(parseSecrets(['é'.repeat(16)])).toEqual([{ id: undefined, secret: 'é'.repeat(16) }])
  })

  it('takes a text of a list as it stands', () => {
    expect(parseSecrets([`one: ${secret}, ${secret}`])).toEqual([{ id: undefined, secret: `one: ${secret}, ${secret}` }])
  })

  it.each([
    ['a short secret', [secret.slice(1)], 'the secret number 1 has 31 bytes, and needs 32 or more; make one with: node'],
    ['a short second secret', [secret, ''], 'the secret number 2 has 0 bytes'],
    ['a short secret with a name', `spring:short`, 'the secret spring has 5 bytes'],
    ['a variable that is not set', undefined, 'there is no secret; is the environment variable set?'],
    ['an empty variable', ' ', 'there is no secret'],
    ['an empty list', [], 'there is no secret'],
    ['a variable in a list that is not set', [undefined], 'the secret number 1 is missing; is the environment variable set?'],
    ['a secret without a text', [{ id: 'spring', secret: undefined }], 'the secret spring is missing'],
    ['a name with a space', [{ id: 'a b', secret }], '"a b" is no name for a secret'],
    ['an empty name', [{ id: '', secret }], '"" is no name'],
    ['the same secret twice', [secret, secret], 'two secrets have the same text'],
    ['the same name twice', `a:${secret} a:${secret}x`, 'two secrets have the same name'],
  ])('refuses %s', (_, secrets, message) => {
    expect(() => parseSecrets(secrets)).toThrow(new RegExp(`^keyring: ${message.replace('?', '\\?')}`))
    expect(() => parseSecrets(secrets)).toThrow(TypeError)
  })

  it('does not repeat a secret in a message', () => {
    expect(() => parseSecrets(['hunter2'])).not.toThrow('hunter2')
    expect(() => parseSecrets(['hunter2'])).toThrow('7 bytes')
  })
})
