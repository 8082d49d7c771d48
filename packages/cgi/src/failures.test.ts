import { runProgram } from '../test/run-program.ts'

const answer500 =
  /^Status: 500 Internal Server Error\r\ncontent-type: text\/plain; charset=utf-8\r\ncontent-length: \d+\r\n\r\nInternal Server Error\n/

describe('an application that fails', () => {
  it.each([
    ['throws', `() => { throw new Error('secret') }`],
    ['rejects', `async () => { await wait(5); throw new Error('secret') }`],
    ['returns something else', `() => 'secret'`],
    ['gives a head that cannot be sent', `() => text('x', { headers: { status: 'secret' } })`],
  ])('and %s gets a 500 that tells nothing, and the log tells all', async (_, app) => {
    const { stdout, stderr, exitCode } = await runProgram(`await serve(${app})`)
    expect(stdout).toMatch(answer500)
    expect(stdout).not.toContain('secret')
    expect(stderr).toMatch(/GET \/ answered 500, reference \w+: \w*Error: /)
    expect(exitCode).toBe(0)
  })

  it('after the head is seen by the exit code (CGI-11, CGI-27)', async () => {
    const source = `await serve(() => stream((async function* () { yield 'x'; await wait(20); throw new Error('broken') })()))`
    const { stdout, stderr, exitCode } = await runProgram(source)
    expect(stdout).toMatch(/\r\n\r\nx$/)
    expect(stderr).toContain('Error: broken')
    expect(exitCode).toBe(1)
  })

  it('is answered when it can never answer', async () => {
    const { stdout, stderr, exitCode } = await runProgram(`await serve(() => new Promise(() => {}), { grace: 50 })`)
    expect(stdout).toMatch(answer500)
    expect(stderr).toBe('cgi: the application waits for nothing that could still happen\n')
    expect(exitCode).toBe(0)
  })

  it('is answered with 503 when it takes too long', async () => {
    const { stdout } = await runProgram(`await serve(() => wait(5000), { timeouts: { handler: 50 }, grace: 0 })`)
    expect(stdout).toMatch(/^Status: 503 Service Unavailable\r\n/)
  })
})

describe('a program that fails', () => {
  it.each([
    ['while it is loaded', `throw new Error('secret')`],
    ['by a promise', `void Promise.reject(new Error('secret')); await wait(1000)`],
    ['later', `setTimeout(() => { throw new Error('secret') }, 20); await serve(() => wait(1000))`],
    ['by its options', `await serve(() => text(''), { mount: 'secret/' })`],
    ['by no application', `await serve(undefined, 'secret')`],
    ['by a second application', `serve(() => wait(1000)); await serve(() => text('second'), {})`],
  ])('%s gives a 500, and the log tells why', async (_, source) => {
    const { stdout, stderr, exitCode } = await runProgram(source)
    expect(stdout).toMatch(answer500)
    expect(stdout).not.toContain('secret')
    expect(stderr).toMatch(/^(?:Error: secret|TypeError: cgi: )[^]*\n {4}at /)
    expect(exitCode).toBe(0)
  })

  it('in the middle of a response ends with another exit code (CGI-11)', async () => {
    const source = `setTimeout(() => { throw new Error('secret') }, 100)
await serve(() => stream((async function* () { yield 'x'; await wait(1000) })()))`
    const { stdout, stderr, exitCode } = await runProgram(source)
    expect(stdout).toMatch(/\r\n\r\nx$/)
    expect(stderr).toMatch(/^Error: secret\n/)
    expect(exitCode).toBe(1)
  })
})

describe('a request that is none', () => {
  it.each([
    ['a length that is no number (CGI-04)', { CONTENT_LENGTH: '0x5' }, 400],
    ['a host that is none (CGI-13)', { HTTP_HOST: 'a b' }, 400],
    ['no method', { REQUEST_METHOD: '', GATEWAY_INTERFACE: 'CGI/1.1' }, 400],
    ['a method that is no token', { REQUEST_METHOD: 'GET /' }, 400],
  ])('with %s is refused', async (_, variables, status) => {
    const { stdout, stderr, exitCode } = await runProgram(`await serve(() => text('reached'))`, { variables })
    expect(stdout).toMatch(new RegExp(`^Status: ${status} [^]*\\r\\n\\r\\nBad Request\\n$`))
    expect(stderr).toMatch(/^cgi: \w+ is ".*", expected /)
    expect(exitCode).toBe(0)
  })

  it('started by hand tells how to make one', async () => {
    const source = `await serve(() => text('')); process.stderr.write('not reached')`
    const { stdout, stderr, exitCode } = await runProgram(source, { variables: { REQUEST_METHOD: undefined } })
    expect(stdout).toBe('')
    expect(stderr).toMatch(/REQUEST_METHOD=GET REQUEST_URI='\/path\?query' node /)
    expect(stderr).not.toContain('not reached')
    expect(exitCode).toBe(2)
  })
})
