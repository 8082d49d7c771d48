import { setTimeout as sleep } from 'node:timers/promises'
import { adminPassword } from '../../../test/src/wiki/processes.ts'
import { openDatabase } from '../src/model/open-database.ts'
import { normaliseText } from '../src/model/text.ts'
import { edit, signIn, type Acknowledged, type Editing } from './editor.ts'
import { killableWiki } from './killable-wiki.ts'

/** How many edit for how long; `databaseUrl` names a PostgreSQL database, without it they do so in SQLite. */
export interface EditAtOnceOptions {
  readonly editors: number
  readonly seconds: number
  readonly databaseUrl?: string
}

/** What became of it. */
export interface EditedAtOnce {
  /** Revisions that the wiki said it has saved. */
  readonly acknowledged: number
  /** How many of them before the wiki was killed. */
  readonly beforeKill: number
  /** Those that are not there, or with another text. */
  readonly missing: readonly string[]
  /** Pages whose revisions have gaps, or whose text is not that of the last one. */
  readonly broken: readonly string[]
  readonly conflicts: number
  readonly refused: Readonly<Record<string, number>>
  /** Milliseconds from the kill until the wiki answered again. */
  readonly away: number
}

/** Lets many editors change few pages at the same time, kills the wiki with SIGKILL in the middle, starts it again, and looks for all that was acknowledged. */
export async function editAtOnce({ editors, seconds, databaseUrl = '' }: EditAtOnceOptions): Promise<EditedAtOnce> {
  const wiki = await killableWiki({ databaseUrl })
  try {
    await wiki.start()
    const cookie = await signIn(wiki.origin, 'admin', adminPassword)
    const editing: Editing = { acknowledged: [], refused: new Map(), conflicts: 0 }
    const titles = Array.from({ length: Math.ceil(editors / 4) }, (_, index) => `Log ${index + 1}`)
    const until = performance.now() + seconds * 1000
    const working = Array.from({ length: editors }, (_, index) => {
      const own = [...titles.slice(index % titles.length), ...titles.slice(0, index % titles.length)]
      return edit({ origin: wiki.origin, cookie, titles: own, name: `editor ${index + 1}` }, until, editing)
    })
    await Promise.race([sleep(seconds * 500), Promise.all(working)])
    await wiki.kill()
    const beforeKill = editing.acknowledged.length
    const killedAt = performance.now()
    await wiki.start()
    const away = Math.round(performance.now() - killedAt)
    await Promise.all(working)
    const { acknowledged, conflicts, refused } = editing
    return {
      acknowledged: acknowledged.length,
      beforeKill,
      ...(await lookFor(wiki.place, acknowledged)),
      conflicts,
      refused: Object.fromEntries(refused),
      away,
    }
  } finally {
    await wiki.remove()
  }
}

async function lookFor(place: string, acknowledged: readonly Acknowledged[]): Promise<Pick<EditedAtOnce, 'missing' | 'broken'>> {
  const database = await openDatabase(place)
  try {
    const rows = await database.query
      .selectFrom('revisions')
      .innerJoin('pages', 'pages.id', 'revisions.page')
      .select(['pages.title', 'pages.revision', 'pages.text as pageText', 'revisions.number', 'revisions.text'])
      .execute()
    const texts = new Map(rows.map(({ title, number, text }) => [`${title} ${number}`, text]))
    const missing = acknowledged.filter(({ title, number, text }) => texts.get(`${title} ${number}`) !== normaliseText(text))
    const counts = new Map<string, number>()
    for (const { title } of rows) counts.set(title, (counts.get(title) ?? 0) + 1)
    const broken = rows.filter(
      ({ title, revision, pageText }) => counts.get(title) !== revision || texts.get(`${title} ${revision}`) !== pageText,
    )
    return { missing: missing.map(({ title, number }) => `${title} ${number}`), broken: [...new Set(broken.map(({ title }) => title))] }
  } finally {
    await database.close()
  }
}
