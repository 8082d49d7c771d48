import type { Budget } from './budget.ts'
import type { Charset } from './charset.ts'
import { charsetField, FormCharset } from './form-charset.ts'
import { Gathered } from './gathered.ts'
import type { FormField, FormPart } from './part.ts'
import { readPartHead, type PartHead } from './part-head.ts'
import { PartSource } from './part-source.ts'
import { StreamedFile } from './streamed-file.ts'

/** How a multipart body is read. */
export interface MultipartFormat {
  readonly boundary: string
  readonly charset: Charset
  readonly budget: Budget
}

/** The parts of a multipart body as they arrive; what of a file nobody reads is read away before the next part. */
export async function* multipartParts(
  body: AsyncIterable<Uint8Array>,
  { boundary, charset, budget }: MultipartFormat,
): AsyncGenerator<FormPart, void, undefined> {
  const source = new PartSource(body, boundary, budget)
  const inUse = new FormCharset(charset)
  try {
    for (let token = await source.next(); token.kind === 'head'; token = await source.next()) {
      const head = readPartHead(token.bytes, inUse)
      const part =
        head.sentFileName === undefined ? await fieldOf(head, source, { charset: inUse, budget }) : await fileOf(head, source, budget)
      if (!part) continue
      if (part.kind === 'field') inUse.notice(part)
      yield part
      if (part instanceof StreamedFile) await part.finish()
    }
  } finally {
    await source.stop()
  }
}

async function fieldOf({ name, charset }: PartHead, source: PartSource, form: { charset: Charset; budget: Budget }): Promise<FormField> {
  form.budget.takeField(name)
  const gathered = new Gathered()
  for (let token = await source.next(); token.kind === 'data'; token = await source.next()) {
    form.budget.checkField(name, gathered.length + token.bytes.byteLength)
    form.budget.takeText(token.bytes.byteLength)
    gathered.push(token.bytes)
  }
  const inUse = name === charsetField ? undefined : charset
  return { kind: 'field', name, value: (inUse ?? form.charset).decode(gathered.bytes(), () => `the field ${JSON.stringify(name)}`) }
}

// A browser sends a file without a name and without content where none was chosen.
async function fileOf({ name, sentFileName = '', type }: PartHead, source: PartSource, budget: Budget): Promise<StreamedFile | undefined> {
  const head = { name, sentFileName, type: type ?? 'application/octet-stream' }
  if (sentFileName !== '') {
    budget.takeFile(name)
    budget.checkName(sentFileName)
    return new StreamedFile(head, source, budget)
  }
  const token = await source.next()
  if (token.kind !== 'data') {
    budget.takeField(name)
    return undefined
  }
  budget.takeFile(name)
  return new StreamedFile(head, source, budget, token.bytes)
}
