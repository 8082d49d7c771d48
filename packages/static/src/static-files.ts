import { relative, sep } from 'node:path'
import { redirect, type Application, type Context, type Middleware } from '@gangway/gateway'
import { fileResponse } from './file-response.ts'
import { findFile } from './found-file.ts'
import { settingsFrom, type Settings, type StaticOptions } from './options.ts'
import { requestedPath, type RequestedPath } from './requested-path.ts'

/**
 * Answers GET and HEAD for the files of a folder, and leaves all else to the application inside.
 * @throws {TypeError} when an option is wrong, or the folder is not there.
 */
export function staticFiles(options: StaticOptions): Middleware {
  const settings = settingsFrom(options)
  const { prefix, dotfiles } = settings
  return (app) => (context) => {
    const { method, path } = context
    if ((method !== 'GET' && method !== 'HEAD') || !isBelow(path, prefix)) return app(context)
    const requested = requestedPath(path.slice(prefix.length), dotfiles, process.platform === 'win32')
    return requested ? answer(requested, context, settings, app) : app(context)
  }
}

async function answer(requested: RequestedPath, context: Context, settings: Settings, app: Application): Promise<Response> {
  const found = await findFile(requested, settings)
  if (found === undefined) return app(context)
  if (found === 'folder') return redirectToFolder(context)
  const path = relative(settings.folder, found.path).replaceAll(sep, '/')
  return fileResponse(found, path, context, settings)
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

function redirectToFolder({ mount, path, query }: Context): Response {
  return redirect(`${mount}${path}/${query === '' ? '' : `?${query}`}`, 308)
}
