import { HttpError } from '@gangway/gateway'
import { router, type Router } from '@gangway/router'
import type { WikiContext, WikiParts } from './wiki-context.ts'

const front = later(() => import('./read-page.ts'), 'showFrontPage')

/** Every address of the wiki, and the controller behind it. */
export function routes({ development }: { development: boolean }): Router<WikiParts> {
  const table = router<WikiParts>({ notFound })
    .get('/', front)
    .get('/pages', later(() => import('./lists.ts'), 'showPages'))
    .get('/tags', later(() => import('./lists.ts'), 'showTags'))
    .get('/tag/:tag', later(() => import('./lists.ts'), 'showTagged'))
    .get('/changes', later(() => import('./changes.ts'), 'showChanges'))
    .get('/changes.atom', later(() => import('./changes.ts'), 'sendFeed'))
    .get('/search', later(() => import('./search.ts'), 'search'))
    .get('/new', later(() => import('./write-page.ts'), 'showNewPageForm'))
    .post('/new', later(() => import('./write-page.ts'), 'createPage'))
    .post('/new/preview', later(() => import('./write-page.ts'), 'previewNewPage'))
    .post('/theme', later(() => import('./theme.ts'), 'chooseTheme'))
  // A title stands in the path, or in the query where browsers would resolve it away.
  for (const title of ['', '/*title'] as const) {
    table
      .get(`/page${title}`, later(() => import('./read-page.ts'), 'showPage'))
      .get(`/edit${title}`, later(() => import('./write-page.ts'), 'showEditForm'))
      .post(`/edit${title}`, later(() => import('./write-page.ts'), 'editPage'))
      .post(`/preview${title}`, later(() => import('./write-page.ts'), 'previewEdit'))
      .get(`/history${title}`, later(() => import('./history.ts'), 'showHistory'))
      .get(`/diff${title}`, later(() => import('./history.ts'), 'showDiff'))
      .post(`/revert${title}`, later(() => import('./history.ts'), 'revertPage'))
      .get(`/rename${title}`, later(() => import('./rename-page.ts'), 'showRenameForm'))
      .post(`/rename${title}`, later(() => import('./rename-page.ts'), 'rename'))
      .get(`/permissions${title}`, later(() => import('./permissions.ts'), 'showPermissions'))
      .post(`/permissions${title}`, later(() => import('./permissions.ts'), 'changePermissions'))
      .get(`/backlinks${title}`, later(() => import('./lists.ts'), 'showBacklinks'))
      .get(`/files${title}`, later(() => import('./files.ts'), 'showFiles'))
      .post(`/files${title}`, later(() => import('./files.ts'), 'changeFiles'))
      .get(`/file${title}`, later(() => import('./files.ts'), 'sendFile'))
  }
  if (development) table.get('/bug', later(() => import('./bug.ts'), 'showBug'))
  return table
}

function notFound(): never {
  throw new HttpError(404, 'There is nothing at this address.')
}

// A CGI process loads what its one request needs.
function later<Needed extends WikiContext, Name extends string>(
  load: () => Promise<Record<Name, (context: Needed) => Response | Promise<Response>>>,
  name: Name,
): (context: Needed) => Promise<Response> {
  return async (context) => (await load())[name](context)
}
