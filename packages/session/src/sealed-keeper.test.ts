import { sessionCases } from '@gangway/conformance'
import { ironSession } from './iron-session.ts'
import { memoryStore } from './memory-store.ts'
import { revocationList } from './revocation-list.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']

describe.each([
  ['in its cookie', () => ({ secrets })],
  ['in its cookie, with a revocation list', () => ({ secrets, revocations: revocationList(memoryStore()) })],
  ['in several cookies', () => ({ secrets, oversize: 'chunk' as const })],
  ['in its cookie, or in a store', () => ({ secrets, oversize: { spill: memoryStore() } })],
])('a session %s', (_, options) => {
  it.each(sessionCases.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
    await expect(run(options())).resolves.toBeUndefined()
  })
})

// Its keys are made of the password alone, so that any two of its cookies with one password can be exchanged.
const ironSessionCases = sessionCases.filter(({ name }) => !name.includes('one with another name'))

describe('a session as iron-session keeps it', () => {
  it.each(ironSessionCases.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
    await expect(run({ seals: ironSession({ password: 'a password of 32 characters or more' }) })).resolves.toBeUndefined()
  })
})
