import { contextFor, text, type Context } from '@gangway/gateway'
import { auth, basic, require, type UserSource } from '../index.ts'
import { parseBasic } from './basic-credentials.ts'

const seen: [string, string][] = []
const users: UserSource = {
  verify(name, password) {
    seen.push([name, password])
    return password.startsWith('right') ? { id: name } : null
  },
}
const app = auth({ schemes: [basic({ users, rememberFor: 0 })] })(require()(({ user }) => text(user.id)))

beforeEach(() => seen.splice(0))

function ask(authorization: string): Context {
  return contextFor('GET', '/', { headers: { authorization } })
}

function encoded(credentials: string): string {
  return Buffer.from(credentials).toString('base64')
}

async function statusFor(authorization: string): Promise<number> {
  return (await app(ask(authorization))).status
}

describe('basic', () => {
  it.each<[string, string, [string, string]]>([
    ['the RFC', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', ['Aladdin', 'open sesame']],
    ['the RFC, in UTF-8', 'Basic dGVzdDoxMjPCow==', ['test', '123£']],
    ['upper case', 'BASIC dXNlcjpwYTpzcw==', ['user', 'pa:ss']],
    ['lower case', 'basic dXNlcjpwYTpzcw==', ['user', 'pa:ss']],
    ['several blanks', 'Basic    dXNlcjpwYTpzcw==', ['user', 'pa:ss']],
    ['an empty password', `Basic ${encoded('user:')}`, ['user', '']],
    ['a byte order mark, which is part of the name', `Basic ${encoded('\ufeffuser:x')}`, ['\ufeffuser', 'x']],
    ['a name that is not composed', `Basic ${encoded('jose\u0301:e\u0301')}`, ['jos\u00e9', 'e\u0301']],
  ])('A2: takes %s', async (_, authorization, expected) => {
    expect(await statusFor(authorization)).toBe(401)
    expect(seen).toEqual([expected])
  })

  it.each<[string, string]>([
    ['no credentials', 'Basic'],
    ['blanks', 'Basic    '],
    ['a tab', 'Basic\tdXNlcjpwYTpzcw=='],
    ['a blank and a tab', 'Basic \tdXNlcjpwYTpzcw=='],
    ['missing padding', 'Basic dXNlcjpwYTpzcw'],
    ['too much padding', 'Basic dXNlcjpwYTpzcw==='],
    ['padding inside', 'Basic dXN=cjpw'],
    ['base64url', `Basic ${encoded('user:???>>>').replaceAll('/', '_').replaceAll('+', '-')}`],
    ['no colon', 'Basic dXNlcg=='],
    ['an empty user', `Basic ${encoded(':right')}`],
    ['NUL in the name', `Basic ${encoded('us\0er:right')}`],
    ['NUL in the password', `Basic ${encoded('user:right\0')}`],
    ['a line break', `Basic ${encoded('user:right\n')}`],
    ['DEL', `Basic ${encoded('user:right\x7f')}`],
    ['latin1', `Basic ${Buffer.from('us\xe9r:right', 'latin1').toString('base64')}`],
    ['overlong UTF-8', `Basic ${Buffer.from([0x75, 0xc0, 0xba, 0x3a, 0x72]).toString('base64')}`],
    ['64 kB', `Basic ${encoded(`user:right${'x'.repeat(65536)}`)}`],
    ['a merged field', `Basic ${encoded('user:right')}, Bearer b`],
    ['quotes', `Basic "${encoded('user:right')}"`],
    ['two', `Basic ${encoded('user:right')} ${encoded('user:right')}`],
    ['what is no base64', 'Basic ????'],
  ])('A2: answers 401 to %s, and asks for nobody', async (_, authorization) => {
    expect(await statusFor(authorization)).toBe(401)
    expect(seen).toEqual([])
  })

  it.each(['Basically dXNlcjpwYTpzcw==', 'Basic2 dXNlcjpwYTpzcw==', 'Bearer dXNlcjpwYTpzcw==', 'B', ''])(
    'is not meant by %p',
    async (authorization) => {
      expect(await statusFor(authorization)).toBe(401)
      expect(seen).toEqual([])
    },
  )

  it('reads ISO 8859-1 where that is wanted, after UTF-8', () => {
    const latin1 = Buffer.from('us\xe9r:p\xe4ss', 'latin1').toString('base64')
    expect(parseBasic(latin1, true)).toEqual({ name: 'us\xe9r', password: 'p\xe4ss' })
    expect(parseBasic(encoded('us\xe9r:p\xe4ss'), true)).toEqual({ name: 'us\xe9r', password: 'p\xe4ss' })
  })

  it('answers an unknown user and a wrong password alike', async () => {
    const answers = await Promise.all(
      [`Basic ${encoded('user:wrong')}`, `Basic ${encoded('nobody:wrong')}`].map(async (each) => app(ask(each))),
    )
    const [one, other] = await Promise.all(answers.map(async (each) => [each.status, await each.text(), [...each.headers]]))
    expect(one).toEqual(other)
  })

  it('takes 1 MB of credentials in linear time', () => {
    for (const text of ['A'.repeat(1e6), '='.repeat(1e6), `${'A='.repeat(5e5)}!`]) {
      const start = performance.now()
      parseBasic(text, true)
      expect(performance.now() - start).toBeLessThan(100)
    }
  })

  it.each([
    () => basic({ users, realm: 'a\nb' }),
    () => basic({ users, realm: 'Łódź' }),
    () => basic({ users, rememberFor: -1 }),
    () => basic({ users: {} as UserSource }),
  ])('refuses wrong options at once: %s', (make) => {
    expect(make).toThrow(TypeError)
  })
})

describe('basic, remembering', () => {
  const authorization = `Basic ${encoded('ann:right')}`

  function remembering(source: UserSource, rememberFor = 15) {
    return auth({ schemes: [basic({ users: source, rememberFor })] })(require()(({ user }) => text(user.id)))
  }

  it('hashes a right password once, and a wrong one each time', async () => {
    const remembered = remembering(users)
    for (let count = 0; count < 3; count++) expect((await remembered(ask(authorization))).status).toBe(200)
    for (let count = 0; count < 3; count++) expect((await remembered(ask(`Basic ${encoded('ann:wrong')}`))).status).toBe(401)
    expect(seen.map(([, password]) => password)).toEqual(['right', 'wrong', 'wrong', 'wrong'])
  })

  it('A8: asks again when the time is over', async () => {
    const remembered = remembering(users, 0.02)
    await remembered(ask(authorization))
    await new Promise((resolve) => setTimeout(resolve, 30))
    await remembered(ask(authorization))
    expect(seen).toHaveLength(2)
  })

  it('A8: asks again at once when the source says that the password has changed, or the user is gone', async () => {
    let stamp = 'a'
    let isGone = false
    const source: UserSource = {
      verify: (name) => {
        seen.push([name, stamp])
        return { id: name, stamp }
      },
      find: (id) => (isGone ? null : { id, stamp }),
    }
    const remembered = remembering(source)
    await remembered(ask(authorization))
    await remembered(ask(authorization))
    stamp = 'b'
    await remembered(ask(authorization))
    isGone = true
    await remembered(ask(authorization))
    expect(seen.map(([, each]) => each)).toEqual(['a', 'b', 'b'])
  })

  it('remembers a bounded number of users', async () => {
    const remembered = remembering(users)
    for (let count = 0; count <= 1000; count++) await remembered(ask(`Basic ${encoded(`user${count}:right`)}`))
    seen.splice(0)
    await remembered(ask(`Basic ${encoded('user1000:right')}`))
    expect(seen).toHaveLength(0)
    await remembered(ask(`Basic ${encoded('user0:right')}`))
    expect(seen).toHaveLength(1)
  })
})
