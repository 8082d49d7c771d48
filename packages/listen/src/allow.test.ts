import { allowOnly } from './allow.ts'

test.each<[string[], string | undefined, boolean]>([
  [['127.0.0.1'], '127.0.0.1', true],
  [['127.0.0.1'], '::ffff:127.0.0.1', true],
  [['127.0.0.1'], '127.0.0.2', false],
  [['10.0.0.0/8'], '10.200.3.4', true],
  [['10.0.0.0/8'], '11.0.0.1', false],
  [['fd00::/8'], 'fd12::1', true],
  [['fe80::/10'], 'fe80::1%eth0', true],
  [['loopback'], '::1', true],
  [['loopback'], '127.9.9.9', true],
  [['loopback'], undefined, false],
  [['unix'], undefined, true],
  [['unix'], '127.0.0.1', false],
  [[], '127.0.0.1', false],
])('FCGI-03: %j and the peer %p: %p', (entries, address, expected) => {
  expect(allowOnly(entries)(address)).toBe(expected)
})

test.each(['localhost', '10.0.0.0/33', '', '::1/129', '1.2.3'])('refuses the entry %j in words', (entry) => {
  expect(() => allowOnly([entry])).toThrow(/in the allow list is not an address/)
})
