import { runExample } from '../../../scripts/readme-example.js'
import { startPostgres } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'

requireBinaries('postgres', 'initdb')('the example of the README', () => {
  it('lists where a user is signed in', async () => {
    const { host, port, user, database, stop } = await startPostgres()
    const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database }
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env })
    await stop()
    expect(stderr).toBe('')
    expect(stdout).toBe('ann is signed in on her phone\n')
  })
})
