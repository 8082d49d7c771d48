import { addressMatcher, canonicalAddress } from './address.ts'

describe('canonicalAddress', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
    ['2001:DB8:0:0::0001', '2001:db8::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:0a00:0001', '10.0.0.1'],
    ['0:0:0:0:0:ffff:a00:1', '10.0.0.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['', undefined],
    ['10.1', undefined],
    ['0x7f.0.0.1', undefined],
    ['010.0.0.1', undefined],
    ['256.0.0.1', undefined],
    ['10.0.0.1.', undefined],
    [' 10.0.0.1', undefined],
    ['2130706433', undefined],
    ['localhost', undefined],
    ['[::1]', undefined],
  ])('of %j is %j', (text, address) => {
    expect(canonicalAddress(text)).toBe(address)
  })
})

describe('addressMatcher', () => {
  const matches = addressMatcher(['loopback', 'private', '192.0.2.0/24', '198.51.100.7', '2001:db8::/32'])

  test.each([
    '127.0.0.1',
    '127.255.0.1',
    '::1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    'fd00::1',
    '192.0.2.255',
    '198.51.100.7',
    '2001:db8:ffff::1',
    'fd00::1%eth0',
  ])('finds %s', (address) => expect(matches(address)).toBe(true))

  test.each(['', 'unknown', '128.0.0.1', '172.32.0.1', '192.0.3.0', '198.51.100.8', '2001:db9::1', '::2', '8.8.8.8'])(
    'does not find %j',
    (address) => expect(matches(address)).toBe(false),
  )

  it('answers the same when it is asked again, of more addresses than it remembers', () => {
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 3000; index++) expect(matches(`192.0.${index % 5}.${index % 256}`)).toBe(index % 5 === 2)
  })

  test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', 'localhost', '*', '', 'fe80::1%eth0', '::ffff:10.0.0.0/104', '10.0.0'])(
    'refuses %j',
    (network) => expect(() => addressMatcher([network])).toThrow('is not an address, a network'),
  )
})
