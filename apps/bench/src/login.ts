import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { htpasswd, passwords, storedUsers, type UserSource } from '@gangway/auth'
import type { Report } from './report.ts'
import { median, type Result } from './side-by-side.ts'

// All of the password myPassword.
const hashes = {
  bcrypt: '$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC',
  md5: '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/',
  sha1: '{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=',
}
const tries = 200

/** Whether the time of a login that fails tells that there is such a user: tries of both kinds in turn. */
export async function login(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gangway-bench-'))
  const file = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
    return join(folder, name)
  }
  const argon2id = await passwords().hash('myPassword')
  const database = new Map([
    ['ann', argon2id],
    ['bob', hashes.md5],
  ])
  const stored = storedUsers({
    byName(name) {
      const hash = database.get(name)
      return hash === undefined ? null : { user: { id: name }, hash }
    },
  })
  await stored.verify('bob', 'myPassword') // from now on each try costs what this one did
  try {
    await compare(report, 'htpasswd, bcrypt', htpasswd(file('bcrypt', [`ann:${hashes.bcrypt}`])), ['ann'])
    const mixed = Object.entries(hashes).map(([name, hash]) => `${name}:${hash}`)
    await compare(report, 'htpasswd, three kinds of hashes', htpasswd(file('mixed', mixed)), Object.keys(hashes))
    await compare(report, 'a database with argon2id and an old MD5', stored, ['ann', 'bob'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(report: Report, title: string, users: UserSource, names: readonly string[]): Promise<void> {
  for (const name of names) if (!(await users.verify(name, 'myPassword'))) throw new Error(`bench: ${name} cannot sign in`)
  await compareFailures(report, title, names, async (name) => users.verify(name, 'a wrong one'))
}

/** The time of tries that fail, for a name that nobody has and for these, in turn. */
export async function compareFailures(
  report: Report,
  title: string,
  names: readonly string[],
  fail: (name: string) => Promise<unknown>,
): Promise<void> {
  const asked = ['nobody', ...names]
  const samples = asked.map((): number[] => [])
  for (let turn = -20; turn < tries; turn++) {
    for (const [index, name] of asked.entries()) {
      const started = performance.now()
      await fail(name)
      if (turn >= 0) samples[index]?.push((performance.now() - started) * 1000)
    }
  }
  const unknown = median(samples[0] ?? [])
  report.add(
    `Logins that fail, ${title}: ${tries} tries of each kind, in turn`,
    samples.map((times, index) => row(index === 0 ? 'unknown user' : `wrong password, ${asked[index]}`, times, unknown)),
  )
}

function row(name: string, times: readonly number[], first: number): Result {
  const middle = median(times)
  const memory = process.memoryUsage.rss()
  return {
    name,
    requestsPerSecond: 1e6 / middle,
    spread: Math.abs(middle - first) / first,
    cpuPerRequest: middle,
    ratio: first / middle,
    memory,
  }
}
