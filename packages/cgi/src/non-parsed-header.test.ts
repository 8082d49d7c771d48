import { runProgram } from '../test/run-program.ts'

const nph = { SCRIPT_NAME: '/cgi-bin/nph-app', SERVER_PROTOCOL: 'HTTP/1.1' }
const pieces = `await serve(() => stream((async function* () { yield 'one'; await wait(20); yield 'two' })()))`

function undated(stdout: string): string {
  return stdout.replace(/\r\ndate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/, '\r\ndate: now')
}

describe('a program whose name begins with nph- (CGI-30)', () => {
  it('writes a whole HTTP response', async () => {
    const { stdout } = await runProgram(`await serve(() => text('abc'))`, { variables: nph })
    expect(undated(stdout)).toBe(
      'HTTP/1.1 200 OK\r\ndate: now\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc',
    )
  })

  it('keeps a date of the application', async () => {
    const { stdout } = await runProgram(`await serve(() => empty({ headers: { date: 'today' } }))`, { variables: nph })
    expect(stdout).toBe('HTTP/1.1 204 No Content\r\ndate: today\r\nconnection: close\r\n\r\n')
  })

  it('sends a body of unknown length in chunks to HTTP/1.1', async () => {
    const { stdout } = await runProgram(pieces, { variables: nph })
    expect(undated(stdout)).toBe(
      'HTTP/1.1 200 OK\r\ndate: now\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n',
    )
  })

  it('sends it until the end of the connection to HTTP/1.0', async () => {
    const { stdout } = await runProgram(pieces, { variables: { ...nph, SERVER_PROTOCOL: 'HTTP/1.0' } })
    expect(undated(stdout)).toBe('HTTP/1.1 200 OK\r\ndate: now\r\nconnection: close\r\n\r\nonetwo')
  })

  it('leaves a body that fails without its last chunk (CGI-27)', async () => {
    const source = `await serve(() => stream((async function* () { yield 'one'; await wait(20); throw new Error('broken') })()))`
    const { stdout, exitCode } = await runProgram(source, { variables: nph })
    expect(stdout).toMatch(/\r\n\r\n3\r\none\r\n$/)
    expect(exitCode).toBe(1)
  })

  it('is told by its file name first, and by the option before that', async () => {
    const byFile = await runProgram(`await serve(() => text(''))`, { variables: { SCRIPT_FILENAME: '/srv/nph-a', SCRIPT_NAME: '/a' } })
    const not = await runProgram(`await serve(() => text(''), { nph: false })`, { variables: nph })
    const option = await runProgram(`await serve(() => text(''), { nph: true })`)
    expect([byFile, not, option].map(({ stdout }) => stdout.slice(0, 7))).toEqual(['HTTP/1.', 'Status:', 'HTTP/1.'])
  })

  it('answers a bad request and a crash in the same way', async () => {
    const refused = await runProgram(`await serve(() => text(''))`, { variables: { ...nph, HTTP_HOST: 'a b' } })
    expect(refused.stdout).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    const crashed = await runProgram(`setTimeout(() => { throw new Error('secret') }, 10); await serve(() => wait(1000))`, {
      variables: nph,
    })
    expect(crashed.stdout).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/)
  })
})
