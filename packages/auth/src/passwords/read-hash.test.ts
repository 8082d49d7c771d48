import { execFileSync } from 'node:child_process'
import { hash as digest } from 'node:crypto'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { readHash } from './read-hash.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const long = 'a very much longer text to encrypt.  This one even stretches over morethan one line.'

describe('readHash', () => {
  // SHA-crypt's and crypt_blowfish's own test vectors, those of the Argon2 reference implementation and RFC 7914, and the examples of Apache's documentation.
  it.each([
    ['Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
    ['Hello world!', '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA'],
    ['This is just a test', '$5$rounds=5000$toolongsaltstrin$Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5'],
    [long, '$5$rounds=1400$anotherlongsalts$Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1'],
    ['we have a short salt string but not a short password', '$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/'],
    ['a short string', '$5$rounds=123456$asaltof16chars..$gP3VQ/6X7UUEW3HkBn2w1/Ptq2jxPyzV/cZKmF/wJvD'],
    ['the minimum number is still observed', '$5$rounds=1000$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/gL972bIC'],
    ['Hello world!', '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1'],
    [
      'Hello world!',
      '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
    ],
    ['myPassword', '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/'],
    ['myPassword', '$apr1$qHDFfhPC$nITSVHgYbDAK1Y0acGRnY0'],
    ['myPassword', '{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE='],
    ['abcdefghijk', '$1$$pL/BYSxMXs.jVuSV1lynn1'],
    ['rasmuslerdorf', '$1$rasmusle$rISCgZzpwk3UhDidwXvin0'],
    ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
    ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
    ['password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['password', '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc'],
    ['password', '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8'],
    [
      'pleaseletmein',
      '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
    ],
  ])('reads what others have published: %s, %s', async (password, text) => {
    const hash = readHash(text)
    expect(await hash?.matches(bytes(password))).toBe(true)
    expect(await hash?.matches(bytes(`${password}.`))).toBe(false)
  })

  it('reads a salted SHA-1 of LDAP', async () => {
    const salted = Buffer.concat([Buffer.from('3ae32b9f5aa04cf0b8faea5d1fd3d9a4c6a0ccdf', 'hex'), Buffer.from('salt')])
    expect(await readHash(`{SSHA}${salted.toString('base64')}`)?.matches(bytes('secret'))).toBe(false)
    const right = Buffer.concat([digest('sha1', 'secretsalt', 'buffer'), Buffer.from('salt')])
    expect(await readHash(`{SSHA}${right.toString('base64')}`)?.matches(bytes('secret'))).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['plain text', 'sesame'],
    ['DES', 'rqXexS6ZhobKA'],
    ['an unknown prefix', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7'],
    ['a tag of no bytes', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$'],
    ['a tag of three bytes', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh'],
    ['a memory that nobody has', '$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['more passes than anybody waits for', '$argon2id$v=19$m=256,t=99999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['no lanes', '$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['the first version of Argon2', '$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['a parameter that is unknown', '$argon2id$v=19$m=256,t=2,p=1,x=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['an Argon2 that is unknown', '$argon2x$v=19$m=256,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
    ['scrypt with a cost of 2 to the 99', '$scrypt$ln=99,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf04/2o+6qQT44+qbVD9lRdofLV'],
    ['scrypt without a tag', '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$'],
    ['bcrypt that is cut off', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0X'],
    ['bcrypt with a cost of 31', '$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['SHA-crypt with a billion rounds', '$5$rounds=999999999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
    ['SHA-crypt with too few rounds', '$5$rounds=999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
    ['SHA-1 without anything', '{SHA}'],
    ['SHA-1 with a salt that it cannot have', '{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNFzYWx0'],
    ['salted SHA-1 without a salt', '{SSHA}VBPuJHI7uixaa6LQGWx4s+5GKNE='],
    ['a constructor', 'constructor'],
  ])('reads none that is %s (A10)', (_, text) => {
    expect(readHash(text)).toBeUndefined()
  })

  it('takes no password for bcrypt that bcrypt would cut off (A4)', async () => {
    const hash = readHash('$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui')
    const whole = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    expect(await hash?.matches(bytes(whole))).toBe(true)
    expect(await hash?.matches(bytes(`${whole}chars after 72 are ignored`))).toBe(false)
    expect(await readHash('$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')?.matches(bytes('U*U\0'))).toBe(false)
  })

  it('lets others work between the rounds of SHA-crypt', async () => {
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    await readHash('$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/')?.matches(bytes('x'))
    clearInterval(counting)
    expect(turns).toBeGreaterThan(5)
  })
})

requireBinaries('openssl')('readHash, with what openssl passwd writes', () => {
  const openssl = (parameters: string[], input: string): string[] =>
    execFileSync('openssl', ['passwd', ...parameters, '-stdin'], { input, encoding: 'utf8' })
      .trim()
      .split('\n')

  // Where the length of the password is that of the digest, or a multiple, implementations have gone wrong.
  it.each([['-apr1'], ['-1'], ['-5'], ['-6']])('reads %s of passwords of every length around that of a digest', async (algorithm) => {
    const passwords = [1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 95, 96, 127, 128, 129].map((length) =>
      'sesame, öffne dich'.repeat(12).slice(0, length),
    )
    const texts = openssl([algorithm], passwords.join('\n'))
    const results = await Promise.all(texts.map(async (text, index) => await readHash(text)?.matches(bytes(passwords[index] ?? ''))))
    expect(results).toEqual(passwords.map(() => true))
  })
})
