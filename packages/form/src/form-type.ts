import { charsetOf, utf8, type Charset } from './charset.ts'
import { FormError } from './form-error.ts'
import { parseParameters } from './parameters.ts'

/** The media types of forms. */
export type FormType = 'application/x-www-form-urlencoded' | 'multipart/form-data'

/** How a form is to be read. */
export type FormFormat =
  | { readonly type: 'application/x-www-form-urlencoded'; readonly charset: Charset }
  | { readonly type: 'multipart/form-data'; readonly charset: Charset; readonly boundary: string }

// https://www.rfc-editor.org/rfc/rfc2046 §5.1.1
const boundaryCharacters = /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/
const accepted = 'application/x-www-form-urlencoded, multipart/form-data'

/** The type of form that a Content-Type names, or `undefined`; nothing else of it is checked. */
export function formTypeOf(field: string | null): FormType | undefined {
  const [named = ''] = (field ?? '').split(';', 1)
  const type = named.trim().toLowerCase()
  return type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data' ? type : undefined
}

/**
 * What a Content-Type says of a form.
 * @throws {FormError} `ERR_FORM_TYPE` when it is none, `ERR_FORM_MALFORMED` when its boundary is missing, not allowed, or there twice.
 */
export function formFormatOf(field: string | null): FormFormat {
  const type = formTypeOf(field)
  if (!type || field === null)
    throw new FormError('ERR_FORM_TYPE', `a form is ${accepted.replace(',', ' or')}`, { headers: { accept: accepted } })
  const parsed = parseParameters(field)
  if (!parsed) throw new FormError('ERR_FORM_MALFORMED', 'the Content-Type is malformed, or names a parameter twice')
  const label = parsed.parameters.get('charset')
  const charset = label === undefined ? utf8 : charsetOf(label)
  if (type === 'application/x-www-form-urlencoded') return { type, charset }
  const boundary = parsed.parameters.get('boundary') ?? ''
  if (!boundaryCharacters.test(boundary))
    throw new FormError('ERR_FORM_MALFORMED', 'multipart/form-data needs a boundary of 1 to 70 allowed characters')
  return { type, charset, boundary }
}
