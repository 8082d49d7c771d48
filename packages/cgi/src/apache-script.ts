import { decodePercent } from './percent.ts'
import type { Script } from './location.ts'
import { withoutTrailingSlashes } from './trailing-slashes.ts'
import { variable } from './variable.ts'

const proxied = /^proxy:[^/]*\/\/[^/]*/

/**
 * What Apache means by a SCRIPT_NAME without PATH_INFO. With ProxyPass it is the whole path, and the back end's part of it is in SCRIPT_FILENAME,
 * encoded; with SetHandler and mod_fcgid it is the script. `undefined` when the prefix cannot be told.
 */
export function apacheScript(pairs: readonly string[], name: string): Script | undefined {
  const filename = variable(pairs, 'SCRIPT_FILENAME') ?? ''
  const backendPath = filename.replace(proxied, '')
  const prefix = prefixOf(name, decodePercent(backendPath))
  if (prefix !== undefined && name.startsWith(prefix)) return { name: prefix, info: name.slice(prefix.length) }
  const isFile = backendPath === filename || backendPath === `${variable(pairs, 'DOCUMENT_ROOT') ?? ''}${name}`
  return isFile ? { name, info: '' } : undefined
}

// AllowEncodedSlashes NoDecode leaves %2F in the name.
function prefixOf(name: string, backendPath: string): string | undefined {
  if (backendPath === '/') return withoutTrailingSlashes(name)
  return withoutSuffix(name, backendPath) ?? withoutSuffix(decodePercent(name), backendPath)
}

function withoutSuffix(text: string, suffix: string): string | undefined {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : undefined
}
