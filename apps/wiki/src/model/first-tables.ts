import { sql, type CreateTableBuilder, type Kysely } from 'kysely'
import type { Database } from './database.ts'

/** Makes all tables, the index of the search included. */
export async function createFirstTables(query: Kysely<never>, dialect: Database['dialect']): Promise<void> {
  const table = <Name extends string>(name: Name) => query.schema.createTable(name)
  const withId = <Name extends string>(name: Name) => (dialect === 'sqlite' ? serial(table(name)) : identity(table(name)))

  await withId('users')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('password', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'text', (column) => column.notNull())
    .execute()
  await withId('pages')
    .addColumn('title', 'text', (column) => column.notNull().unique())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('markup', 'text', (column) => column.notNull())
    .addColumn('markup_version', 'integer', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('read_rank', 'integer')
    .addColumn('edit_rank', 'integer')
    .execute()
  await table('revisions')
    .addColumn('page', 'integer', (column) => column.notNull().references('pages.id').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('comment', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('saved_by', 'integer', (column) => column.references('users.id').onDelete('set null'))
    .addPrimaryKeyConstraint('revisions_key', ['page', 'number'])
    .execute()
  await query.schema.createIndex('revisions_by_time').on('revisions').column('saved_at').execute()
  await createRelations(query, withId)
  await (dialect === 'sqlite' ? indexInSqlite(query) : indexInPostgres(query))
}

type TableWithId = (name: string) => CreateTableBuilder<string, 'id'>

async function createRelations(query: Kysely<never>, withId: TableWithId): Promise<void> {
  const ofPage = (name: string) =>
    query.schema.createTable(name).addColumn('page', 'integer', (column) => column.notNull().references('pages.id').onDelete('cascade'))

  await ofPage('redirects')
    .addColumn('title', 'text', (column) => column.primaryKey())
    .execute()
  await ofPage('links')
    .addColumn('target', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('links_key', ['target', 'page'])
    .execute()
  await ofPage('tags')
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tags_key', ['tag', 'page'])
    .execute()
  await withId('attachments')
    .addColumn('page', 'integer', (column) => column.notNull().references('pages.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('added_at', 'text', (column) => column.notNull())
    .addColumn('added_by', 'integer', (column) => column.references('users.id').onDelete('set null'))
    .addUniqueConstraint('attachments_name', ['page', 'name'])
    .execute()
  for (const name of ['redirects', 'links', 'tags']) await query.schema.createIndex(`${name}_of_page`).on(name).column('page').execute()
  await query.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  await query.schema
    .createTable('attempts')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .execute()
}

function serial<Name extends string>(table: CreateTableBuilder<Name>): CreateTableBuilder<Name, 'id'> {
  return table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
}

function identity<Name extends string>(table: CreateTableBuilder<Name>): CreateTableBuilder<Name, 'id'> {
  return table.addColumn('id', 'integer', (column) => column.generatedAlwaysAsIdentity().primaryKey())
}

// https://www.sqlite.org/fts5.html#external_content_tables
async function indexInSqlite(query: Kysely<never>): Promise<void> {
  await sql`create virtual table search using fts5 (title, text, content = 'pages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')`.execute(
    query,
  )
  const add = sql.raw('insert into search (rowid, title, text) values (new.id, new.title, new.text)')
  const remove = sql.raw("insert into search (search, rowid, title, text) values ('delete', old.id, old.title, old.text)")
  await sql`create trigger search_insert after insert on pages begin ${add}; end`.execute(query)
  await sql`create trigger search_delete after delete on pages begin ${remove}; end`.execute(query)
  await sql`create trigger search_update after update of title, text on pages begin ${remove}; ${add}; end`.execute(query)
}

async function indexInPostgres(query: Kysely<never>): Promise<void> {
  const vector = sql`setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', text), 'B')`
  await sql`alter table pages add column search tsvector generated always as (${vector}) stored`.execute(query)
  await sql`create index pages_search on pages using gin (search)`.execute(query)
}
