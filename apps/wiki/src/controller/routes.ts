import { HttpError } from '@gangway/gateway'
import { router, type Router } from '@gangway/router'
import type { WikiContext, WikiParts } from './wiki-context.ts'

const front = later(async () => (await import('./read-page.ts')).showFrontPage)

/** Every address of the wiki, and the controller behind it. */
export function routes({ development }: { development: boolean }): Router<WikiParts> {
  const table = router<WikiParts>({ notFound })
    .get('/', front)
    .get(
      '/pages',
      later(async () => (await import('./lists.ts')).showPages),
    )
    .get(
      '/tags',
      later(async () => (await import('./lists.ts')).showTags),
    )
    .get(
      '/tag/:tag',
      later(async () => (await import('./lists.ts')).showTagged),
    )
    .get(
      '/changes',
      later(async () => (await import('./changes.ts')).showChanges),
    )
    .get(
      '/changes.atom',
      later(async () => (await import('./changes.ts')).sendFeed),
    )
    .get(
      '/search',
      later(async () => (await import('./search.ts')).search),
    )
    .get(
      '/new',
      later(async () => (await import('./write-page.ts')).showNewPageForm),
    )
    .post(
      '/new',
      later(async () => (await import('./write-page.ts')).createPage),
    )
    .post(
      '/new/preview',
      later(async () => (await import('./write-page.ts')).previewNewPage),
    )
    .get(
      '/login',
      later(async () => (await import('./account.ts')).showLogin),
    )
    .post(
      '/login',
      later(async () => (await import('./account.ts')).logIn),
    )
    .post(
      '/logout',
      later(async () => (await import('./account.ts')).logOut),
    )
    .get(
      '/register',
      later(async () => (await import('./account.ts')).showRegistration),
    )
    .post(
      '/register',
      later(async () => (await import('./account.ts')).register),
    )
    .get(
      '/account',
      later(async () => (await import('./account.ts')).showAccount),
    )
    .post(
      '/account/password',
      later(async () => (await import('./account.ts')).changePassword),
    )
    .post(
      '/account/sessions',
      later(async () => (await import('./account.ts')).endSessions),
    )
    .get(
      '/admin',
      later(async () => (await import('./admin.ts')).showAdmin),
    )
    .post(
      '/admin/settings',
      later(async () => (await import('./admin.ts')).changeSettings),
    )
    .post(
      '/admin/users/:id<int>/role',
      later(async () => (await import('./admin.ts')).changeRole),
    )
    .post(
      '/admin/users/:id<int>/password',
      later(async () => (await import('./admin.ts')).givePassword),
    )
    .post(
      '/admin/users/:id<int>/disable',
      later(async () => (await import('./admin.ts')).disableAccount),
    )
    .post(
      '/admin/users/:id<int>/enable',
      later(async () => (await import('./admin.ts')).enableAccount),
    )
    .get(
      '/admin/export',
      later(async () => (await import('./admin.ts')).exportPages),
    )
    .post(
      '/admin/import',
      later(async () => (await import('./admin.ts')).importArchive),
    )
    .post(
      '/theme',
      later(async () => (await import('./theme.ts')).chooseTheme),
    )
  // A title stands in the path, or in the query where browsers would resolve it away.
  for (const title of ['', '/*title'] as const) {
    table
      .get(
        `/page${title}`,
        later(async () => (await import('./read-page.ts')).showPage),
      )
      .get(
        `/edit${title}`,
        later(async () => (await import('./write-page.ts')).showEditForm),
      )
      .post(
        `/edit${title}`,
        later(async () => (await import('./write-page.ts')).editPage),
      )
      .post(
        `/preview${title}`,
        later(async () => (await import('./write-page.ts')).previewEdit),
      )
      .get(
        `/history${title}`,
        later(async () => (await import('./history.ts')).showHistory),
      )
      .get(
        `/diff${title}`,
        later(async () => (await import('./history.ts')).showDiff),
      )
      .post(
        `/revert${title}`,
        later(async () => (await import('./history.ts')).revertPage),
      )
      .get(
        `/rename${title}`,
        later(async () => (await import('./rename-page.ts')).showRenameForm),
      )
      .post(
        `/rename${title}`,
        later(async () => (await import('./rename-page.ts')).rename),
      )
      .get(
        `/permissions${title}`,
        later(async () => (await import('./permissions.ts')).showPermissions),
      )
      .post(
        `/permissions${title}`,
        later(async () => (await import('./permissions.ts')).changePermissions),
      )
      .get(
        `/delete${title}`,
        later(async () => (await import('./delete-page.ts')).showDeletion),
      )
      .post(
        `/delete${title}`,
        later(async () => (await import('./delete-page.ts')).deleteIt),
      )
      .post(
        `/restore${title}`,
        later(async () => (await import('./delete-page.ts')).restore),
      )
      .get(
        `/backlinks${title}`,
        later(async () => (await import('./lists.ts')).showBacklinks),
      )
      .get(
        `/files${title}`,
        later(async () => (await import('./files.ts')).showFiles),
      )
      .post(
        `/files${title}`,
        later(async () => (await import('./files.ts')).changeFiles),
      )
      .get(
        `/file${title}`,
        later(async () => (await import('./files.ts')).sendFile),
      )
  }
  if (development)
    table.get(
      '/bug',
      later(async () => (await import('./bug.ts')).showBug),
    )
  return table
}

function notFound(): never {
  throw new HttpError(404, 'There is nothing at this address.')
}

// A CGI process loads what its one request needs.
function later<Needed extends WikiContext>(
  load: () => Promise<(context: Needed) => Response | Promise<Response>>,
): (context: Needed) => Promise<Response> {
  return async (context) => (await load())(context)
}
