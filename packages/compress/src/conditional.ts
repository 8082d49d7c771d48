import { addVary, withHeaders, type Context } from '@gangway/gateway'
import { mediaTypeOf } from './encodable.ts'
import type { Coding } from './encoding.ts'
import { lists, suffixed, weakened, withUnsuffixed } from './etag.ts'
import type { Plan } from './plan.ts'

const conditions = ['if-none-match', 'if-match']

/** The context with the tags that a client got from us also as the application knows them. */
export function withBareTags(context: Context): Context {
  const { headers } = context
  const changed = new Map<string, string>()
  for (const name of conditions) {
    const list = headers.get(name)
    const bare = list === null ? list : withUnsuffixed(list)
    if (bare !== null && bare !== list) changed.set(name, bare)
  }
  if (changed.size === 0) return context
  return context.with({ headers: [...headers].map(([name, value]): [string, string] => [name, changed.get(name) ?? value]) })
}

/** A 304 with the tag that the client has, and the Vary of the response that it stands for (RFC 9110 §15.4.5). */
export function withClientsTag(plan: Plan, context: Context, response: Response): Response {
  const { headers } = response
  const type = mediaTypeOf(headers)
  if (type !== '' && !plan.isCompressible(type)) return response
  const tag = headers.get('etag')
  const known = tag === null ? tag : clientsTag(plan, context, tag)
  return withHeaders(response, (edited) => {
    addVary(edited, ...plan.vary)
    if (known !== null && known !== tag) edited.set('etag', known)
  })
}

function clientsTag(plan: Plan, context: Context, tag: string): string {
  const list = context.headers.get('if-none-match')
  if (list === null || lists(list, tag)) return tag
  const weak = weakened(tag)
  if (plan.etag === 'weaken') return lists(list, weak) ? weak : tag
  if (plan.etag !== 'suffix') return tag
  const ofCodings = codings.flatMap((coding) => [suffixed(tag, coding), suffixed(weak, coding)])
  return ofCodings.find((each) => lists(list, each)) ?? tag
}

const codings: readonly Coding[] = ['zstd', 'br', 'gzip', 'deflate', 'dcz', 'dcb']
