import { contextFor } from '@gangway/gateway'
import fc from 'fast-check'
import { credentialsFor } from '../credentials.ts'
import { parseBasic } from './basic-credentials.ts'

const character = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => !/[\0-\x1f\x7f]/.test(text))
const name = fc
  .array(
    character.filter((text) => !text.includes(':')),
    { minLength: 1 },
  )
  .map((parts) => parts.join(''))
const password = fc.array(character).map((parts) => parts.join(''))

describe('parseBasic', () => {
  it('reads whatever a client can write', () => {
    fc.assert(
      fc.property(name, password, (userName, given) => {
        const credentials = Buffer.from(`${userName}:${given}`).toString('base64')
        expect(parseBasic(credentials, false)).toEqual({ name: userName.normalize('NFC'), password: given })
      }),
    )
  })

  it('A2: ends for any text, with what a client could have written, or null', () => {
    const base64 = fc.string({ unit: fc.constantFrom(...Array.from('ABYZabyz0189+/=')) })
    fc.assert(
      fc.property(fc.oneof(fc.string(), base64), fc.boolean(), (text, latin1) => {
        const parsed = parseBasic(text, latin1)
        if (parsed === null) return
        expect(parsed.name).not.toMatch(/^$|[:\0-\x1f\x7f]/)
        expect(parsed.password).not.toMatch(/[\0-\x1f\x7f]/)
      }),
    )
  })
})

describe('credentialsFor', () => {
  it('takes what stands behind the name of its scheme, in any case, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('basicBASIC 2,=\t')) }), (authorization) => {
        const found = credentialsFor('Basic', contextFor('GET', '/', { headers: { authorization } }))
        const isBasic = /^basic(?![0-9a-z])/i.test(authorization.trim())
        expect(found === null).toBe(!isBasic)
      }),
    )
  })
})
