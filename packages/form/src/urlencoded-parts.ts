// https://url.spec.whatwg.org/#urlencoded-parsing
import type { Budget } from './budget.ts'
import type { Charset } from './charset.ts'
import { FormCharset } from './form-charset.ts'
import { FormError } from './form-error.ts'
import { Gathered } from './gathered.ts'
import type { FormField } from './part.ts'
import { percentDecode } from './percent.ts'

const ampersand = 0x26
const equals = 0x3d

/** The fields of an urlencoded body as they arrive. */
export async function* urlencodedParts(
  body: AsyncIterable<Uint8Array>,
  { charset, budget }: { readonly charset: Charset; readonly budget: Budget },
): AsyncGenerator<FormField, void, undefined> {
  const inUse = new FormCharset(charset)
  let held = new Gathered()
  for await (const chunk of body) {
    budget.takeBody(chunk.byteLength)
    let start = 0
    for (let end = chunk.indexOf(ampersand); end !== -1; end = chunk.indexOf(ampersand, start)) {
      hold(chunk.subarray(start, end))
      start = end + 1
      if (held.length > 0) yield taken()
      else budget.takeField('')
    }
    hold(chunk.subarray(start))
  }
  if (held.length > 0) yield taken()

  // A character takes three bytes where it is escaped.
  function hold(bytes: Uint8Array): void {
    const { name, field } = budget.limits
    if (held.length + bytes.byteLength > 3 * (name + field) + 1) throw new FormError('ERR_FORM_TOO_LARGE', 'a field is too large')
    held.push(bytes)
  }

  function taken(): FormField {
    const field = fieldOf(held.bytes(), inUse, budget)
    held = new Gathered()
    inUse.notice(field)
    return field
  }
}

function fieldOf(pair: Uint8Array, charset: Charset, budget: Budget): FormField {
  const at = pair.indexOf(equals)
  const name = charset.decode(percentDecode(at === -1 ? pair : pair.subarray(0, at), true), () => 'the name of a field')
  budget.takeField(name)
  const bytes = percentDecode(at === -1 ? pair.subarray(pair.length) : pair.subarray(at + 1), true)
  budget.checkField(name, bytes.byteLength)
  budget.takeText(bytes.byteLength)
  return { kind: 'field', name, value: charset.decode(bytes, () => `the field ${JSON.stringify(name)}`) }
}
