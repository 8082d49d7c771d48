import { identifiersOf } from './identifiers.ts'

describe('identifiersOf', () => {
  it.each([
    ['tenant', 'tenant', 'Tenant', 'tenant'],
    ['gangway-tenant', 'tenant', 'Tenant', 'tenant'],
    ['tenant-gangway', 'tenant', 'Tenant', 'tenant'],
    ['@acme/gangway-time-zone', 'timeZone', 'TimeZone', 'time-zone'],
    ['gangway', 'gangway', 'Gangway', 'gangway'],
    ['gangway-', 'gangway', 'Gangway', 'gangway'],
    ['2fa', 'fa', 'Fa', 'fa'],
    ['a.b_c~d', 'aBCD', 'ABCD', 'a-b-c-d'],
    ['gangway-delete', 'deleteMiddleware', 'Delete', 'delete'],
    ['gangway-values', 'valuesMiddleware', 'Values', 'values'],
  ])('of %s', (name, camel, pascal, kebab) => {
    expect(identifiersOf(name)).toEqual({ camel, pascal, kebab })
  })
})
