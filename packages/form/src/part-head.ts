// https://www.rfc-editor.org/rfc/rfc7578 §4, https://html.spec.whatwg.org/#multipart-form-data
import { charsetOf, type Charset } from './charset.ts'
import { FormError } from './form-error.ts'
import { parseParameters } from './parameters.ts'
import { percentDecode } from './percent.ts'

/** What the header of a part says. */
export interface PartHead {
  readonly name: string
  /** Where it is a file. */
  readonly sentFileName: string | undefined
  readonly type: string | undefined
  /** Of its content, where it says so. */
  readonly charset: Charset | undefined
}

const line = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):(.*)$/s
const encoder = new TextEncoder()

/**
 * Reads the header of a part.
 * @throws {FormError} when it is malformed, or its content is encoded.
 */
export function readPartHead(bytes: Uint8Array, charset: Charset): PartHead {
  const fields = fieldsIn(charset.decode(bytes, () => 'the header of a part'))
  const disposition = parseParameters(fields.get('content-disposition') ?? '')
  const name = disposition?.parameters.get('name')
  if (!disposition || disposition.value !== 'form-data' || name === undefined)
    throw malformed('a part needs one Content-Disposition: form-data with a name')
  const sentFileName = fileNameIn(disposition.parameters)
  checkTransferEncoding(fields.get('content-transfer-encoding'))
  const type = typeIn(fields.get('content-type'))
  if (sentFileName === undefined && type?.value.startsWith('multipart/')) throw malformed('a multipart inside of another is not read')
  const label = sentFileName === undefined ? type?.parameters.get('charset') : undefined
  return { name: unescaped(name), sentFileName, type: type?.value, charset: label === undefined ? undefined : charsetOf(label) }
}

function fieldsIn(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  if (text === '') return fields
  for (const each of text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value = ''] = line.exec(each) ?? []
    if (name === undefined || /[\0\r\n]/.test(value)) throw malformed('a line in the header of a part is none')
    const key = name.toLowerCase()
    if (fields.has(key)) throw malformed(`a part has two fields ${key}`)
    fields.set(key, value.trim())
  }
  return fields
}

function fileNameIn(parameters: ReadonlyMap<string, string>): string | undefined {
  const plain = parameters.get('filename')
  const extended = parameters.get('filename*')
  if (extended === undefined) return plain === undefined ? undefined : unescaped(plain)
  const decoded = extendedValue(extended)
  if (decoded === undefined && plain === undefined) throw malformed('filename* of a part is malformed')
  return decoded ?? unescaped(plain ?? '')
}

// https://www.rfc-editor.org/rfc/rfc8187 §3.2
function extendedValue(text: string): string | undefined {
  const [, label = '', encoded = ''] = /^([\w-]+)'[\w-]*'([!#$&+\-.^_`|~\w%]*)$/.exec(text) ?? []
  if (!/^(?:utf-8|iso-8859-1)$/i.test(label) || /%(?![\da-f]{2})/i.test(encoded)) return undefined
  try {
    return charsetOf(label).decode(percentDecode(encoder.encode(encoded)), () => 'filename*')
  } catch {
    return undefined // the plain file name is beside it, or the caller says that there is none
  }
}

// Browsers escape these three, and nothing else (HTML "escape a multipart/form-data name").
function unescaped(name: string): string {
  return name.replace(/%22|%0d|%0a/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}

function checkTransferEncoding(encoding: string | undefined): void {
  if (encoding === undefined || /^(?:7bit|8bit|binary)$/i.test(encoding)) return
  throw new FormError('ERR_FORM_TYPE', `the Content-Transfer-Encoding ${JSON.stringify(encoding.slice(0, 40))} is not read`)
}

function typeIn(field: string | undefined): ReturnType<typeof parseParameters> {
  if (field === undefined || field === '') return undefined
  const type = parseParameters(field)
  if (!type || !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.value)) throw malformed('the Content-Type of a part is none')
  return type
}

function malformed(message: string): FormError {
  return new FormError('ERR_FORM_MALFORMED', message)
}
