import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { inTransaction, openDatabase } from './database.ts'
import { createTables, isNew } from './schema.ts'
import { problemWithText } from './text.ts'
import { normaliseTitle, problemWithTitle } from './title.ts'

/** A page in its current revision. */
export interface Page {
  readonly title: string
  /** 1 for the first, and one more with each save. */
  readonly revision: number
  /** Markdown, as its last editor wrote it. */
  readonly text: string
  /** The HTML made of the text, kept so that reading a page needs no Markdown. */
  readonly markup: string
  /** Which release of the renderer made the markup. */
  readonly markupVersion: number
  /** ISO 8601, UTC. */
  readonly savedAt: string
}

/** A text that shall become the page's next revision. */
export interface Edit {
  title: string
  text: string
  markup: string
  markupVersion: number
  /** The revision that its editor saw, `0` when there was no page. */
  base: number
  /** ISO 8601, UTC. Default: now. */
  savedAt?: string
}

/** How a save ended. A `conflict` stored nothing: somebody else saved since, and `page` is what they made of it. */
export type Saved = { outcome: 'saved' | 'unchanged' } | { outcome: 'conflict'; page: Page | undefined }

/** The pages of a wiki. */
export interface Pages {
  find(title: string): Promise<Page | undefined>
  /** All pages by title. */
  list(): Promise<Pick<Page, 'title' | 'savedAt'>[]>
  /** Those of these titles that have a page. */
  existing(titles: Iterable<string>): Promise<Set<string>>
  /**
   * Stores a text as the page's next revision, if its current one is still the edit's base.
   * @throws {TypeError} when no page can have this title or text.
   */
  save(edit: Edit): Promise<Saved>
  close(): void
}

/** The pages in an SQLite file, made with these pages in it where there is none. */
export async function openPages(file: string, firstPages: () => Promise<Edit[]>): Promise<Pages> {
  const database = openDatabase(file)
  try {
    if (isNew(database)) {
      const edits = await firstPages()
      await createTables(database, () => edits.forEach((edit) => store(database, edit)))
    }
    return pagesIn(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function pagesIn(database: DatabaseSync): Pages {
  return {
    find: async (title) => find(database, title),
    async list() {
      const rows = database.prepare('select title, saved_at from pages order by title collate nocase, title').all()
      return rows.map((row) => ({ title: String(row['title']), savedAt: String(row['saved_at']) }))
    },
    async existing(titles) {
      const rows = database
        .prepare('select title from pages where title in (select value from json_each(?))')
        .all(JSON.stringify([...titles]))
      return new Set(rows.map((row) => String(row['title'])))
    },
    save: async (edit) => inTransaction(database, () => store(database, edit)),
    close: () => database.close(),
  }
}

const selectPage = `
  select pages.*, revisions.text from pages
  join revisions on revisions.page = pages.id and revisions.number = pages.revision
  where title = ?`

function find(database: DatabaseSync, title: string): Page | undefined {
  const row = database.prepare(selectPage).get(title)
  return row && pageOf(row)
}

function pageOf(row: Record<string, SQLOutputValue>): Page {
  return {
    title: String(row['title']),
    revision: Number(row['revision']),
    text: String(row['text']),
    markup: String(row['markup']),
    markupVersion: Number(row['markup_version']),
    savedAt: String(row['saved_at']),
  }
}

const upsertPage = `
  insert into pages (title, revision, markup, markup_version, saved_at) values (:title, :revision, :markup, :markupVersion, :savedAt)
  on conflict (title) do update set revision = :revision, markup = :markup, markup_version = :markupVersion, saved_at = :savedAt
  returning id`

function store(database: DatabaseSync, edit: Edit): Saved {
  const { title, text, base, markup, markupVersion, savedAt = new Date().toISOString() } = edit
  checkEdit(edit)
  const page = find(database, title)
  if (page?.text === text) return { outcome: 'unchanged' }
  if ((page?.revision ?? 0) !== base) return { outcome: 'conflict', page }
  const revision = base + 1
  const id = database.prepare(upsertPage).get({ title, revision, markup, markupVersion, savedAt })?.['id']
  database.prepare('insert into revisions (page, number, text, saved_at) values (?, ?, ?, ?)').run(Number(id), revision, text, savedAt)
  return { outcome: 'saved' }
}

function checkEdit({ title, text }: Edit): void {
  const problem = problemWithTitle(title) ?? problemWithText(text)
  if (problem !== undefined) throw new TypeError(`wiki: ${problem}`)
  if (title !== normaliseTitle(title)) throw new TypeError(`wiki: ${JSON.stringify(title)} is not normalised`)
}
