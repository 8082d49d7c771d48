import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { run, runQuietly } from './child.js'

const child = new URL('./child.js', import.meta.url).href

// A process that runs `code` with run() and says its exit code, as the root scripts do.
const script = `import { run } from '${child}'; process.exitCode = await run('node', ['--input-type=module', '-e', process.argv[1]])`

function runner(code) {
  const started = spawn(process.execPath, ['--input-type=module', '-e', script, code])
  started.output = ''
  started.stdout.on('data', (bytes) => (started.output += bytes))
  started.stderr.on('data', (bytes) => (started.output += bytes))
  started.ended = once(started, 'close')
  return started
}

async function said(started, text) {
  for (let tries = 0; !started.output.includes(text); tries++) {
    if (tries === 500) throw new Error(`never said '${text}', but: ${started.output}`)
    await wait(10)
  }
}

const graceful = `
process.on('SIGINT', () => { console.log('interrupted'); setTimeout(() => process.exit(0), 200) })
setInterval(() => {}, 1000)
console.log('ready')`

describe('run', () => {
  it('resolves to the exit code', async () => {
    expect(await run(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
  })

  it('resolves to 128 and the number of the signal that ended the child', async () => {
    expect(await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'])).toBe(143)
  })

  it('passes Ctrl-C on once, however often npm repeats it, and waits for a graceful end', async () => {
    const started = runner(graceful)
    await said(started, 'ready')
    started.kill('SIGINT')
    started.kill('SIGINT')
    const [exitCode] = await started.ended
    expect(started.output.match(/interrupted/g)).toHaveLength(1)
    expect(exitCode).toBe(0)
  })

  it.each(['SIGTERM', 'SIGHUP'])('passes %s on', async (signal) => {
    const started = runner(graceful)
    await said(started, 'ready')
    started.kill(signal)
    const [exitCode] = await started.ended
    expect(exitCode).toBe(signal === 'SIGTERM' ? 143 : 129)
  })

  it('kills a child that ignores the first Ctrl-C at a later one', async () => {
    const started = runner(`process.on('SIGINT', () => console.log('ignored')); setInterval(() => {}, 1000); console.log('ready')`)
    await said(started, 'ready')
    started.kill('SIGINT')
    await said(started, 'ignored')
    await wait(600)
    started.kill('SIGINT')
    expect((await started.ended)[0]).toBe(137)
  })

  it('ends with the shell that npm started it in', async () => {
    const shell = spawn('/bin/sh', ['-c', `'${process.execPath}' --input-type=module -e "$SCRIPT" "$CODE"; true`], {
      env: { ...process.env, npm_lifecycle_event: 'start', SCRIPT: script, CODE: graceful },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(shell.stdout, 'data')
    shell.kill('SIGTERM')
    const closed = once(shell, 'close').then(() => 'closed')
    expect(await Promise.race([closed, wait(5_000, 'still open')])).toBe('closed')
  })

  it('leaves nothing behind that the child started', async () => {
    const started = runner(`
import { spawn } from 'node:child_process'
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
process.exit(0)`)
    // Its output closes when the last process that holds it is gone.
    const closed = started.ended.then(() => 'closed')
    expect(await Promise.race([closed, wait(5_000, 'still open')])).toBe('closed')
  })
})

describe('runQuietly', () => {
  it('returns what the command wrote', async () => {
    const result = await runQuietly(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(1)'])
    expect(result.exitCode).toBe(1)
    expect(result.output.split('\n').toSorted()).toEqual(['', '1', '2'])
  })

  it('does not wait for a daemon that holds its output', async () => {
    const daemon = `const { spawn } = require('child_process')
      const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 10_000)'], { stdio: 'inherit', detached: true })
      console.log(pid)
      process.exit(0)`
    const { exitCode, output } = await runQuietly(process.execPath, ['-e', daemon])
    process.kill(Number(output))
    expect(exitCode).toBe(0)
  })

  it('reports a program that does not exist as a failure', async () => {
    expect(await runQuietly('no-such-program', [])).toEqual({ exitCode: 1, output: 'gangway: spawn no-such-program ENOENT' })
  })
})
