import type { Context } from '@gangway/gateway'

/** The field of a form that has the token. */
export const tokenField = '_csrf'
/** The header field that has it, of requests that scripts make. */
export const tokenHeader = 'x-csrf-token'

/** A form as `@gangway/form` puts it on the context, as far as it is used here. */
interface FormLike {
  readonly type: string | undefined
  read(): Promise<{ get(name: string): string | undefined }>
}

/** The token that came with a request: in a header field or in its form, and never in the URL, which is logged and shared. */
export async function sentToken(context: Context): Promise<string | undefined> {
  const inHeader = context.headers.get(tokenHeader)
  if (inHeader !== null) return inHeader
  const form = 'form' in context ? context.form : undefined
  if (!isForm(form) || form.type === undefined) return undefined
  return (await form.read()).get(tokenField)
}

function isForm(value: unknown): value is FormLike {
  return typeof value === 'object' && value !== null && 'type' in value && 'read' in value && typeof value.read === 'function'
}
