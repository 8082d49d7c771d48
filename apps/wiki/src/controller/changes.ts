import { text } from '@gangway/gateway'
import { recentChanges, type Change } from '../model/revisions.ts'
import { pageAddress } from '../view/addresses.ts'
import { render } from '../view/render.ts'
import { fill } from '../view/templates.ts'
import { visitorOf, type WikiContext } from './wiki-context.ts'

/** Changes on one page. */
const perPage = 50

/** GET /changes */
export async function showChanges(context: WikiContext): Promise<Response> {
  const [before] = /^\d{4}-[\d:.TZ-]+$/.exec(new URLSearchParams(context.query).get('before') ?? '') ?? []
  const changes = await recentChanges(context.wiki.database, visitorOf(context), { before, limit: perPage })
  const older = changes.length === perPage ? changes.at(-1)?.savedAt : undefined
  return render(context, 'changes', { changes, older }, { heading: 'Recent changes', here: 'changes' })
}

/** GET /changes.atom */
export async function sendFeed(context: WikiContext): Promise<Response> {
  const changes = await recentChanges(context.wiki.database, visitorOf(context), { limit: perPage })
  const { origin } = context.url
  const site = origin + context.mount
  const entries = changes.map((change) => ({
    ...withoutControls(change),
    address: origin + pageAddress(context.mount, change.title, { revision: String(change.number) }),
    summary: withoutControls(change).comment || `Revision ${change.number}`,
  }))
  const updated = changes[0]?.savedAt ?? '1970-01-01T00:00:00.000Z'
  const feed = await fill('atom', { wiki: context.wiki.settings.name, site, updated, entries })
  return text(feed, {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8', vary: 'cookie', 'cache-control': 'private, no-cache' },
  })
}

// XML 1.0 has no characters for them, escaped or not.
function withoutControls(change: Change): Change {
  const without = (value: string) => value.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
  return { ...change, title: without(change.title), comment: without(change.comment) }
}
