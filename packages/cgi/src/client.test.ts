import type { Client } from '@gangway/gateway'
import { clientOf } from './client.ts'

describe('clientOf', () => {
  it.each<[string, Record<string, string>, Client]>([
    [
      'everything',
      { REMOTE_ADDR: '192.0.2.7', REMOTE_PORT: '5000', REMOTE_HOST: 'client.test', REMOTE_USER: 'ann', AUTH_TYPE: 'Basic' },
      { address: '192.0.2.7', port: 5000, host: 'client.test', user: 'ann', authType: 'Basic' },
    ],
    ['nothing', {}, { address: '' }],
    ['empty values', { REMOTE_ADDR: '', REMOTE_PORT: '', REMOTE_HOST: '', REMOTE_USER: '', AUTH_TYPE: '' }, { address: '' }],
    ['a host that is only the address', { REMOTE_ADDR: '::1', REMOTE_HOST: '::1' }, { address: '::1' }],
    ["nginx's client at a unix socket", { REMOTE_ADDR: 'unix:', REMOTE_PORT: '' }, { address: '' }],
    ['IPv4 on a socket of both families', { REMOTE_ADDR: '::ffff:192.0.2.7' }, { address: '192.0.2.7' }],
    ['IPv6 in brackets', { REMOTE_ADDR: '[2001:db8::7]' }, { address: '2001:db8::7' }],
    ['IPv6 with a zone', { REMOTE_ADDR: 'fe80::1%eth0' }, { address: 'fe80::1%eth0' }],
    ['no address at all', { REMOTE_ADDR: 'a b', REMOTE_PORT: 'x' }, { address: '' }],
    [
      'the user before an internal redirect',
      { REDIRECT_REMOTE_USER: 'ann', REDIRECT_AUTH_TYPE: 'Digest' },
      { address: '', user: 'ann', authType: 'Digest' },
    ],
  ])('for %s', (_, variables, client) => {
    expect(clientOf(Object.entries(variables).flat())).toEqual(client)
  })
})
