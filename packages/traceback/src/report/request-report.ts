import type { Context } from '@gangway/gateway'
import type { Redactor } from '../redaction/redactor.ts'
import { Allowance } from '../values/limits.ts'
import { describeValue } from '../values/describe-value.ts'
import { inheritedProperty } from '../values/own-property.ts'
import { writeValue } from '../values/write-value.ts'
import type { Field, RequestReport } from './report.ts'

// RFC 3875 §4.1, and what servers add; not the rest of a CGI program's environment.
const metaVariable =
  /^(?:AUTH_TYPE|CONTENT_|CONTEXT_|DOCUMENT_|FCGI_|GATEWAY_INTERFACE|HTTP|PATH_(?:INFO|TRANSLATED)|QUERY_STRING|REDIRECT_|REMOTE_|REQUEST_|SCGI|SCRIPT_|SERVER_|SSL_|UNIQUE_ID)/
const mostFields = 200
const longest = 2000

/** What was asked, without its secrets. */
export function requestReport(context: Context, redactor: Redactor): RequestReport {
  const { method, client, gateway } = context
  const field = (name: string, text: string): Field => ({ name, text: redactor.field(name, cut(text)) })
  return {
    method,
    url: redactor.text(cut(urlOf(context))),
    client: [client.address, client.host, client.user && `user ${client.user}`].filter(Boolean).join(', '),
    headers: [...context.headers].slice(0, mostFields).map(([name, text]) => field(name, text)),
    form: formFields(added(context, 'form')).map(({ name, text }) => field(name, text)),
    sessionKeys: sessionKeys(added(context, 'session')),
    gateway: [
      { name: 'protocol', text: `${gateway.protocol} ${gateway.version}`.trim() },
      ...(gateway.software === '' ? [] : [{ name: 'software', text: gateway.software }]),
      ...(gateway.role === undefined ? [] : [{ name: 'role', text: gateway.role }]),
      { name: 'mount', text: context.mount },
      { name: 'path', text: redactor.text(context.path) },
      { name: 'target', text: redactor.text(cut(context.target)) },
    ],
    variables: Object.entries(gateway.variables)
      .filter(([name]) => metaVariable.test(name))
      .slice(0, mostFields)
      .map(([name, text]) => field(name, text)),
  }
}

// A Host field that is none makes a URL impossible.
function urlOf(context: Context): string {
  try {
    return context.url.href
  } catch {
    return context.target
  }
}

// What other middleware put on the context.
function added(context: Context, name: string): unknown {
  const found = inheritedProperty(context, name)
  return typeof found === 'object' ? found.value : undefined
}

// A session that was not read is not read now, and one that cannot be read has no keys to show.
function sessionKeys(session: unknown): string[] {
  if (typeof session !== 'object' || session === null || !('entries' in session) || typeof session.entries !== 'function') return []
  try {
    return Array.from(session.entries(), ([key]: [unknown]) => cut(String(key))).slice(0, mostFields)
  } catch {
    return []
  }
}

// Fields as FormData, URLSearchParams and Map have them, or the properties of an object; files by their name.
function formFields(form: unknown): Field[] {
  if (typeof form !== 'object' || form === null) return []
  const { members = [] } = describeValue(form instanceof URLSearchParams ? Object.fromEntries(form) : form, new Allowance(16_384), {
    depth: 2,
    members: 50,
    text: longest,
  })
  return members.map(({ name, value }) => ({ name, text: value.type === 'string' ? value.text : writeValue(value, longest) }))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
