import { contextFor, text, type Completion, type Context, type ContextForInit } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { form, type Form, type FormOptions } from '@gangway/form'

const encoder = new TextEncoder()

/** A multipart body: `parts` are what stands between boundaries, header and all. */
export function multipart(boundary: string, ...parts: string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
}

/** A field as browsers send it. */
export function fieldPart(name: string, value: string): string {
  return `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`
}

/** A file as browsers send it. */
export function filePart(name: string, fileName: string, content: string): string {
  return `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: text/plain\r\n\r\n${content}`
}

/** Bytes in pieces of at most this size. */
export async function* pieces(body: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

/** A POST of a form. */
export function post(type: string, body: ContextForInit['body'], init: ContextForInit = {}): Context {
  return contextFor('POST', '/', {
    completed: endOfRequest(),
    ...init,
    headers: { 'content-type': type, ...Object.fromEntries(Object.entries(init.headers ?? {})) },
    body: body ?? null,
  })
}

/** What a handler makes of a form, inside of lint. */
export async function reading<Result>(context: Context, read: (found: Form) => Promise<Result>, options?: FormOptions): Promise<Result> {
  let result: { readonly value: Result } | undefined
  const app = lint()(
    form(options)(async (inner) => {
      result = { value: await read(inner.form) }
      return text('done')
    }),
  )
  await app(context)
  if (!result) throw new Error('the handler did not run')
  return result.value
}

/** All of a form, as plain data: fields as name and value, files as name, file name and content. */
export async function entriesOf(context: Context, options?: FormOptions): Promise<string[][]> {
  return reading(
    context,
    async (found) => {
      const entries: string[][] = []
      for (const entry of await found.read()) {
        entries.push(entry.kind === 'field' ? [entry.name, entry.value] : [entry.name, entry.sentFileName, await entry.text()])
      }
      return entries
    },
    options,
  )
}

// Long after the test that made it, so that no file is left to the garbage collector.
function endOfRequest(): Promise<Completion> {
  return new Promise((resolve) => setTimeout(resolve, 20_000, { outcome: 'sent', bytes: 0, milliseconds: 0 }).unref())
}
