import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { binary } from './binary.ts'
import { isRoot } from './unprivileged.ts'

// What would talk to the world, or to a screen that is not there.
const quiet = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** A browser with a profile of its own. */
export interface Browser {
  /** Takes commands of the DevTools protocol, each with a NUL behind it. */
  readonly commands: Writable
  /** Gives answers and events, each with a NUL behind it. */
  readonly messages: Readable
  stop(): Promise<void>
}

/** Opens a page in headless Chromium, which ends at the latest with the tests. The page itself tells the test what it found. */
export function openInChromium(url: string): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'gangway-chromium-'))
  const parameters = [...quiet, ...(isRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, '--remote-debugging-pipe', url]
  // The pipe keeps it running when the page is loaded, and ends it when the tests end.
  const child = spawn(binary('chromium'), parameters, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const [, , , commands, messages] = child.stdio
  if (!(commands instanceof Writable) || !(messages instanceof Readable)) throw new TypeError('real-servers: Chromium has no pipes')
  // A browser that is killed resets its pipes; whoever still waits for an answer runs into the test's own limit.
  for (const pipe of [commands, messages]) pipe.on('error', () => {})
  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  process.once('exit', kill)
  return {
    commands,
    messages,
    async stop() {
      process.off('exit', kill)
      kill()
      await exited
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
