// node apps/wiki/test/many-editors.ts [editors] [seconds] [sqlite | postgres]: concurrent editors, and `kill -9` of the wiki in the middle.
import { startPostgres } from '../../../test/src/postgres.ts'
import { editAtOnce } from './edit-at-once.ts'
import { newDatabase } from './new-database.ts'

const [editors = '100', seconds = '60', kind = 'sqlite'] = process.argv.slice(2)
const server = kind === 'postgres' ? await startPostgres() : undefined
try {
  const databaseUrl = server ? await newDatabase(server, 'editors') : ''
  const { missing, broken, ...figures } = await editAtOnce({ editors: Number(editors), seconds: Number(seconds), databaseUrl })
  console.log({ ...figures, missing: missing.length, broken: broken.length })
  if (missing.length + broken.length > 0) throw new Error(`lost: ${[...missing, ...broken].join(', ')}`)
} finally {
  await server?.stop()
}
