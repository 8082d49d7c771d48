import { checkName, checkRepository, parseMiddleware } from './plan.ts'
import { PlanError } from './plan-error.ts'

describe('checkName', () => {
  it.each(['a', 'my-app', '@acme/gangway-tenant', 'a.b_c~d', `${'a'.repeat(214)}`])('takes %s', (name) => {
    expect(checkName(name)).toBe(name)
  })

  it.each(['', 'My-App', '.hidden', '_private', 'a b', 'a/b', '@acme', '@acme/', '../up', '123', 'ä', 'a\n', 'a'.repeat(215)])(
    'refuses %j',
    (name) => {
      expect(() => checkName(name)).toThrow(PlanError)
    },
  )
})

describe('checkRepository', () => {
  it('takes an https address', () => expect(checkRepository('https://example.org/a/b')).toBe('https://example.org/a/b'))
  it.each(['', 'http://example.org', 'git@example.org:a/b', 'https://a b', 'https://a"b'])('refuses %j', (address) => {
    expect(() => checkRepository(address)).toThrow('https address')
  })
})

describe('parseMiddleware', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['session', ['session']],
  ])('reads %j', (list, names) => expect(parseMiddleware(list)).toEqual(names))
  it.each(['sessions', 'session,toString', '__proto__'])('refuses %j, and says what there is', (list) => {
    expect(() => parseMiddleware(list)).toThrow(/choose from .*session/)
  })
})
