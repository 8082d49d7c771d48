import { foundWiki } from '../src/model/found-wiki.ts'
import { openDatabase } from '../src/model/open-database.ts'
import { editOf } from './edit-of.ts'

// A process that opens the database of its argument and begins the wiki, if it is the first.
const database = await openDatabase(process.argv[2] ?? '')
const pages = [await editOf('A', 'text')]
console.log(await foundWiki(database, { pages, admin: { name: 'admin', password: 'hash' } }))
await database.close()
