import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sources = new URL('../../../scripts/source-imports.js', import.meta.url).href
const cgi = {
  GATEWAY_INTERFACE: 'CGI/1.1',
  REQUEST_METHOD: 'GET',
  REQUEST_URI: '/app?token=t0ps3cret',
  HTTP_HOST: 'localhost',
  REMOTE_ADDR: '127.0.0.1',
}

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'gangway-install-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function run(source: string, { env = {}, flags = [], shell }: { env?: Record<string, string>; flags?: string[]; shell?: string } = {}) {
  const program = `import { install } from '@gangway/traceback'\n${source}`
  const command = [process.execPath, `--import=${sources}`, ...flags, '--input-type=module', '--eval', program]
  const [file = '', ...parameters] = shell === undefined ? command : ['sh', '-c', `${shell}; exec "$@"`, 'sh', ...command]
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr, status } = spawnSync(file, parameters, {
    encoding: 'utf8',
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    timeout: 30_000,
  })
  return { stdout, stderr, status }
}

const fail = `const near = 'here'; throw new Error('failed')`

describe('install', () => {
  it.each([
    ['an error that nobody catches', `install(); setTimeout(() => { ${fail} })`],
    ['a rejection that nobody handles', `install(); void (async () => { await null; ${fail} })()`],
  ])('reports %s with its values, and ends the process', (_, source) => {
    const { stdout, stderr, status } = run(source)
    expect(stderr).toMatch(/^Error: failed\n/)
    expect(stderr).toContain("near = 'here'")
    expect([stdout, status]).toEqual(['', 1])
  })

  it('reports an error while the program is loaded, whose variables the debugger does not see', () => {
    const { stderr, status } = run(`install(); ${fail}`)
    expect(stderr).toMatch(/^Error: failed\n/)
    expect(status).toBe(1)
  })

  it.each(['null', 'undefined', '"text"', 'Object.freeze(new Error("cold"))', 'new Proxy({}, { get() { throw 1 }, has() { throw 2 } })'])(
    'reports %s',
    (thrown) => {
      const { stderr, status } = run(`install({ locals: 'off' }); setTimeout(() => { throw ${thrown} })`)
      expect(stderr).toContain('Error id ')
      expect(status).toBe(1)
    },
  )

  it('leaves an error alone that is caught, and itself when it is undone', () => {
    expect(run(`install(); try { ${fail} } catch {}`)).toEqual({ stdout: '', stderr: '', status: 0 })
    const { stderr, status } = run(`install()(); setTimeout(() => { ${fail} })`)
    expect(stderr).not.toContain('Error id')
    expect(status).toBe(1)
  })

  it('calls who listens to uncaught exceptions, whose it is then to end the process', () => {
    const { stdout, status } = run(
      `process.on('uncaughtException', (error) => console.log(error.message)); install({ onError: () => console.log('report') }); setTimeout(() => { ${fail} })`,
    )
    expect([stdout, status]).toEqual(['report\nfailed\n', 0])
  })

  it('keeps the report in logdir', () => {
    const logdir = join(folder, 'reports')
    run(`install({ logdir: ${JSON.stringify(logdir)} }); setTimeout(() => { ${fail} })`)
    expect(readFileSync(join(logdir, readdirSync(logdir)[0] ?? ''), 'utf8')).toContain('failed')
  })

  it('ends a process whose reports cannot be written because the disk is full (T8)', () => {
    const logdir = join(folder, 'full')
    // No file may grow beyond a block: what a full disk does, and anybody may ask for it.
    const { stderr, status } = run(
      `process.on('SIGXFSZ', () => {}); install({ logdir: ${JSON.stringify(logdir)}, onError: () => console.error('told') }); setTimeout(() => { ${fail} })`,
      { shell: 'ulimit -f 1' },
    )
    expect(stderr).toMatch(/^Error: failed\n/)
    expect(stderr).toMatch(/the report could not be kept: EFBIG/)
    expect(stderr).toContain('told')
    expect(readdirSync(logdir)).toEqual([])
    expect(status).toBe(1)
  })

  it('does without values where the permission model denies the inspector', () => {
    const { stderr, status } = run(`install(); setTimeout(() => { ${fail} })`, { flags: ['--permission', '--allow-fs-read=*'] })
    expect(stderr).toMatch(/^Error: failed\n/)
    expect(stderr).toContain('The values of variables are missing: the inspector is denied')
    expect(status).toBe(1)
  })

  it('works where no code may be made of strings, and where Node maps stacks by itself', () => {
    for (const flag of ['--disallow-code-generation-from-strings', '--enable-source-maps']) {
      expect(run(`install(); setTimeout(() => { ${fail} })`, { flags: [flag] }).stderr).toContain("near = 'here'")
    }
  })

  it('is refused when an option is wrong', () => {
    expect(run(`install({ locals: 'adaptive' })`).stderr).toContain('TypeError: traceback: locals is one of off, on')
  })
})

describe('install in a CGI program', () => {
  it.each([
    ['without a gateway', `install(); setTimeout(() => { ${fail} })`],
    ['of @gangway/cgi, while it is loaded', `import '@gangway/cgi'; install(); ${fail}`],
    [
      'of @gangway/cgi, while it serves',
      `import { serve } from '@gangway/cgi'; install(); setTimeout(() => { ${fail} }); await serve(() => new Promise(() => {}))`,
    ],
  ])('answers with a short page (%s)', (_, source) => {
    const { stdout, stderr } = run(source, { env: cgi })
    const [head = '', body = ''] = stdout.split('\r\n\r\n')
    expect(head).toMatch(/^Status: 500 Internal Server Error\r\n/)
    expect(head).toMatch(/content-type: text\/plain; charset=utf-8/)
    expect(body).toMatch(/^Internal Server Error\nError id: \w{10}\n$/)
    expect(stderr).toContain(/Error id: (\w+)/.exec(body)?.[1] ?? 'no id')
    expect(stderr).toContain('Error: failed')
    expect(`${stdout}${stderr}`).not.toContain('t0ps3cret')
  })

  it('shows the report to a developer', () => {
    const env = { ...cgi, HTTP_ACCEPT: 'text/html' }
    for (const gateway of ['', `import '@gangway/cgi'`]) {
      const { stdout } = run(`${gateway}\ninstall({ display: true }); ${fail}`, { env })
      expect(stdout).toMatch(/^Status: 500 [^]*content-type: text\/html; charset=utf-8[^]*\r\n\r\n<!doctype html>[^]*failed/)
      expect(run(`${gateway}\ninstall({ display: true }); ${fail}`, { env: { ...env, REMOTE_ADDR: '10.0.0.1' } }).stdout).not.toContain(
        'failed',
      )
    }
  })

  it('adds nothing to a response that has begun', () => {
    const { stdout, status } = run(`install(); process.stdout.write('Content-Type: text/plain\\n\\nhalf', () => { ${fail} })`, { env: cgi })
    expect([stdout, status]).toEqual(['Content-Type: text/plain\n\nhalf', 1])
  })
})
