import { startPostgres, type PostgresServer } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { editAtOnce } from '../test/edit-at-once.ts'
import { newDatabase } from '../test/new-database.ts'

const whole = { missing: [], broken: [], beforeKill: expect.any(Number), refused: expect.not.objectContaining({ 500: expect.anything() }) }

describe('ten editors at once, and kill -9 of the wiki between', () => {
  it('loses no acknowledged revision in SQLite', async () => {
    const edited = await editAtOnce({ editors: 10, seconds: 5 })
    expect(edited).toMatchObject(whole)
    expect(edited.acknowledged).toBeGreaterThan(edited.beforeKill)
    expect(edited.beforeKill).toBeGreaterThan(0)
  })

  requireBinaries('postgres', 'initdb')('in PostgreSQL', () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.stop())

    it('loses none', async () => {
      const edited = await editAtOnce({ editors: 10, seconds: 5, databaseUrl: await newDatabase(server, 'editors') })
      expect(edited).toMatchObject(whole)
      expect(edited.acknowledged).toBeGreaterThan(edited.beforeKill)
      expect(edited.beforeKill).toBeGreaterThan(0)
    })
  })
})
