import { sql, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import type { Reader } from './pages.ts'

/** A page that the search found. */
export interface Hit {
  readonly title: string
  /** Words around what was found, with the found ones marked. */
  readonly excerpt: readonly { readonly text: string; readonly found: boolean }[]
}

/** Words of a search that are looked for; further ones are not. */
const mostWords = 12

// Control characters, since those do not show should a text contain them.
const marks = { start: '\u0002', end: '\u0003' }

/** The pages that have all of these words, best first; the last word may be the beginning of one. */
export async function searchPages(database: Pick<Database, 'query' | 'dialect'>, words: string, reader: Reader): Promise<Hit[]> {
  const wanted = words
    .normalize('NFC')
    .match(/[\p{L}\p{N}\p{M}]+/gu)
    ?.slice(0, mostWords)
  if (!wanted) return []
  const statement = database.dialect === 'sqlite' ? inSqlite(wanted, reader) : inPostgres(wanted, reader)
  const { rows } = await statement.execute(database.query)
  return rows.map(({ title, excerpt }) => ({ title, excerpt: partsOf(excerpt) }))
}

interface Row {
  title: string
  excerpt: string
}

// bm25 counts a word in the title as much as ten in the text.
function inSqlite(words: readonly string[], { rank, readRank }: Reader): RawBuilder<Row> {
  const query = `${words.map((word) => `"${word}"`).join(' ')}*`
  return sql<Row>`
    select pages.title as title, snippet(search, 1, ${marks.start}, ${marks.end}, '…', 28) as excerpt
    from search join pages on pages.id = search.rowid
    where search match ${query} and pages.deleted_at is null and coalesce(pages.read_rank, ${readRank}) <= ${rank}
    order by bm25(search, 10.0, 1.0), pages.title limit 50`
}

function inPostgres(words: readonly string[], { rank, readRank }: Reader): RawBuilder<Row> {
  const query = sql`to_tsquery('simple', ${`${words.map((word) => `'${word}'`).join(' & ')}:*`})`
  const options = `StartSel=${marks.start}, StopSel=${marks.end}, MaxWords=28, MinWords=12`
  return sql<Row>`
    select title, ts_headline('simple', text, ${query}, ${options}) as excerpt
    from pages where search @@ ${query} and deleted_at is null and coalesce(read_rank, ${readRank}) <= ${rank}
    order by ts_rank(search, ${query}) desc, title limit 50`
}

function partsOf(excerpt: string): Hit['excerpt'] {
  return excerpt
    .split(new RegExp(`${marks.start}([^${marks.end}]*)${marks.end}`))
    .map((text, index) => ({ text: text.replaceAll(/[\u0002\u0003]/g, ''), found: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}
