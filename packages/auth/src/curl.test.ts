import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import type { TlsOptions } from 'node:tls'
import { stack, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { binary } from '../../../test/src/binary.ts'
import { makeCertificate } from '../../../test/src/certificate.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { auth, authenticationOf, basic, bearer, clientCertificate, digest, htdigest, htpasswd, require, type Scheme } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-auth-'))
afterAll(() => rmSync(folder, { recursive: true }))

const password = 'pa:ss "w\\örd"'

function appWith(...schemes: [Scheme, ...Scheme[]]): Application {
  return stack()
    .use(lint())
    .use(auth({ schemes }))
    .use(lint())
    .use(require())
    .use(lint())
    .app((context) => text(`${context.user.id} by ${authenticationOf(context)?.scheme}`))
}

async function serving<Result>(app: Application, visit: (origin: string) => Promise<Result>, tls?: TlsOptions): Promise<Result> {
  await using server = await serve(app, { listen: { host: '127.0.0.1', port: 0 }, signals: [], ...(tls && { tls }) })
  const { address } = server
  if (!('port' in address)) throw new TypeError('no port')
  return await visit(`${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`)
}

async function curl(...parameters: string[]): Promise<string> {
  const child = spawn(binary('curl'), ['-sS', '--max-time', '20', '--write-out', ' %{http_code}', ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`curl ended with ${code}: ${errors}`)
  return output
}

requireBinaries('curl', 'htpasswd')('curl --basic', () => {
  it.each([
    ['bcrypt', '-B', '-C5'],
    ['MD5', '-m'],
    ['SHA-1', '-s'],
    ['SHA-256', '-2'],
    ['SHA-512', '-5'],
  ])("gets in with a file that Apache's htpasswd wrote with %s", async (name, ...flags) => {
    const file = join(folder, name)
    execFileSync(binary('htpasswd'), ['-bc', ...flags, file, 'ann', password], { stdio: 'pipe' })
    await serving(appWith(basic({ users: htpasswd(file) })), async (origin) => {
      expect(await curl('--basic', '-u', `ann:${password}`, origin)).toBe('ann by basic 200')
      expect(await curl('--basic', '-u', 'ann:wrong', origin)).toBe('Unauthorized\n 401')
      expect(await curl('--basic', '-u', `bob:${password}`, origin)).toBe('Unauthorized\n 401')
      expect(await curl(origin)).toBe('Unauthorized\n 401')
    })
  })
})

requireBinaries('curl', 'htdigest')('curl --digest', () => {
  const file = join(folder, 'digests')

  beforeAll(async () => {
    // The tool asks for the password twice, on a terminal or not.
    const child = spawn(binary('htdigest'), ['-c', file, 'wiki', 'ann'], { stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin.end('secret\nsecret\n')
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error('htdigest wrote no file')
  })

  it("gets in with a file that Apache's htdigest wrote, by MD5", async () => {
    await serving(appWith(digest({ users: htdigest(file), realm: 'wiki' })), async (origin) => {
      expect(await curl('--digest', '-u', 'ann:secret', `${origin}/a%20b?c=d&e=%22`)).toBe('ann by digest 200')
      expect(await curl('--digest', '-u', 'ann:wrong', origin)).toBe('Unauthorized\n 401')
      expect(await curl('--digest', '-u', 'bob:secret', origin)).toBe('Unauthorized\n 401')
      expect(await curl('--digest', '-u', 'ann:secret', '-d', 'some=thing', `${origin}/post`)).toBe('ann by digest 200')
    })
  })

  it('gets in by SHA-256 where there are such hashes, and counts on', async () => {
    const { createHash } = await import('node:crypto')
    const ha1 = createHash('sha256').update(`jürgen:wiki:${password}`).digest('hex')
    const users = { digest: (name: string) => (name === 'jürgen' ? { user: { id: name }, ha1 } : null), algorithms: ['SHA-256' as const] }
    await serving(appWith(digest({ users, realm: 'wiki' })), async (origin) => {
      const three = await curl('--digest', '-u', `jürgen:${password}`, origin, `${origin}/2`, `${origin}/3`)
      expect(three.match(/200/g)).toHaveLength(3)
    })
  })

  it('takes a new nonce by itself when the old one is stale', async () => {
    await serving(appWith(digest({ users: htdigest(file), realm: 'wiki', nonceLifetime: 0.2 })), async (origin) => {
      const output = await curl('--digest', '-u', 'ann:secret', '--rate', '1/s', origin, `${origin}/2`)
      expect(output.match(/ann by digest/g)).toHaveLength(2)
    })
  })
})

requireBinaries(
  'curl',
  'htpasswd',
  'htdigest',
)('curl --anyauth', () => {
  it('A1: chooses among all challenges the strongest that it knows', async () => {
    const passwordFile = join(folder, 'both')
    execFileSync(binary('htpasswd'), ['-bcs', passwordFile, 'ann', 'secret'], { stdio: 'pipe' })
    const digests = htdigest(join(folder, 'digests'))
    const app = appWith(basic({ users: htpasswd(passwordFile) }), digest({ users: digests, realm: 'wiki' }), bearer({ verify: () => null }))
    await serving(app, async (origin) => {
      expect(await curl('--anyauth', '-u', 'ann:secret', origin)).toBe('ann by digest 200')
      expect(await curl('--basic', '-u', 'ann:secret', origin)).toBe('ann by basic 200')
      const head = await curl('-D', '-', '-o', '/dev/null', origin)
      expect(head.match(/^www-authenticate: (\w+)/gim)?.map((line) => line.toLowerCase())).toEqual(
        ['bearer', 'digest', 'basic'].map((name) => `www-authenticate: ${name}`),
      )
    })
  })
})

requireBinaries('curl', 'openssl')('curl --cert', () => {
  it('gets in with a certificate that the server trusts, and with no other', async () => {
    const [server, ann, eve] = ['server', 'ann', 'eve'].map((name) => {
      mkdirSync(join(folder, name))
      return makeCertificate(join(folder, name)).certificate
    })
    if (!server || !ann || !eve) throw new TypeError('no certificates')
    const pem = readFileSync(server)
    const tls = { key: pem, cert: pem, ca: readFileSync(ann), requestCert: true, rejectUnauthorized: false }
    const app = appWith(clientCertificate({ user: ({ subject }) => ({ id: subject ?? '' }) }))
    await serving(
      app,
      async (origin) => {
        expect(await curl('--cacert', server, '--cert', ann, origin)).toBe('CN=localhost by clientCertificate 200')
        expect(await curl('--cacert', server, '--cert', eve, origin)).toBe('Forbidden\n 403')
        expect(await curl('--cacert', server, origin)).toBe('Forbidden\n 403')
      },
      tls,
    )
  })
})
