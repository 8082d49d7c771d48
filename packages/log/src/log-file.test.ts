import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { logFile } from './log-file.ts'

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 500; tries++) await sleep(10)
  expect(isSo()).toBe(true)
}

describe('logFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-file-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const at = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(at(name), 'utf8')

  it('appends lines, many at once and soon', async () => {
    const log = logFile(at('a.log'))
    log.write('one')
    log.write('zwei ü')
    expect(read('a.log')).toBe('')
    await until(() => read('a.log') === 'one\nzwei ü\n')
    log.close()
    const again = logFile(at('a.log'))
    again.write('three')
    again.close()
    again.close()
    expect(read('a.log')).toBe('one\nzwei ü\nthree\n')
    expect(() => again.write('four')).toThrow(`log: ${at('a.log')} is closed`)
    expect(statSync(at('a.log')).mode & 0o777).toBe(0o640)
  })

  it('writes at once what is much', () => {
    const log = logFile(at('b.log'))
    for (let index = 0; index < 1000; index++) log.write('x'.repeat(99))
    expect(read('b.log').length).toBeGreaterThanOrEqual(65_536)
    log.close()
    expect(read('b.log')).toBe(`${'x'.repeat(99)}\n`.repeat(1000))
  })

  it('opens the file anew when it was renamed or removed', async () => {
    const log = logFile(at('c.log'))
    log.write('one')
    await until(() => read('c.log') === 'one\n')
    renameSync(at('c.log'), at('c.log.1'))
    log.write('two')
    await until(() => existsSync(at('c.log')) && read('c.log') === 'two\n')
    unlinkSync(at('c.log'))
    log.write('three')
    log.close()
    expect([read('c.log.1'), read('c.log')]).toEqual(['one\n', 'three\n'])
  })

  it('writes what is left when the process exits', () => {
    const script = `import { logFile } from ${JSON.stringify(new URL('./log-file.ts', import.meta.url).href)}
      const log = logFile(${JSON.stringify(at('d.log'))})
      log.write('last words')
      process.exit(3)`
    expect(() => execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })).toThrow('Command failed')
    expect(read('d.log')).toBe('last words\n')
  })

  it('does not keep the process from ending', () => {
    const script = `import { logFile } from ${JSON.stringify(new URL('./log-file.ts', import.meta.url).href)}
      logFile(${JSON.stringify(at('e.log'))}).write('x')`
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 10_000 })
    expect(read('e.log')).toBe('x\n')
  })

  it('keeps what a full disk does not take, says so once, and no more than a MiB of it', () => {
    const script = `import { logFile } from ${JSON.stringify(new URL('./log-file.ts', import.meta.url).href)}
      const log = logFile('/dev/full')
      for (let index = 0; index < 300_000; index++) log.write('x'.repeat(20))
      log.write('end')
      setTimeout(() => { console.log(process.memoryUsage().heapUsed < 150e6); process.exit() }, 500)`
    const output = execFileSync('sh', ['-c', '"$0" --input-type=module --eval "$1" 2>&1', process.execPath, script], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(output.trim().split('\n')).toEqual([expect.stringMatching(/^log: \/dev\/full cannot be written: Error: ENOSPC/), 'true'])
  })

  it('tells at once of a file that cannot be opened', () => {
    expect(() => logFile(at('none/x.log'))).toThrow('ENOENT')
    expect(existsSync(at('none'))).toBe(false)
  })
})
