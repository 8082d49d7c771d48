import { addVary, type MutableHeaders } from '@gangway/gateway'
import type { Coding } from './encoding.ts'
import { suffixed, weakened, type EtagMode } from './etag.ts'

/** What happens to a head besides Content-Encoding. */
export interface HeadRules {
  readonly etag: EtagMode
  readonly vary: readonly string[]
}

// What holds for the bytes as they were: their length and digests (RFC 9530), and that parts of them can be had.
const ofIdentity = ['content-length', 'accept-ranges', 'content-md5', 'content-digest', 'repr-digest']

/** Makes the head of a response that of its encoded form. */
export function editHead(headers: MutableHeaders, coding: Coding, { etag, vary }: HeadRules): void {
  headers.set('content-encoding', coding)
  addVary(headers, ...vary)
  for (const name of ofIdentity) if (headers.has(name)) headers.delete(name)
  const tag = headers.get('etag')
  if (tag !== null && etag !== 'keep') editTag(headers, tag, coding, etag)
}

function editTag(headers: MutableHeaders, tag: string, coding: Coding, etag: Exclude<EtagMode, 'keep'>): void {
  if (etag === 'drop') headers.delete('etag')
  else headers.set('etag', etag === 'weaken' ? weakened(tag) : suffixed(tag, coding))
}
