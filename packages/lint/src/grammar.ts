// https://www.rfc-editor.org/rfc/rfc9110 §5.1, §5.5, §5.6, §8.3, §8.8.3; https://www.rfc-editor.org/rfc/rfc6265 §4.1.1

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const token = "[!#$%&'*+\\-.^_`|~\\dA-Za-z]+"
const quoted = '"(?:[^"\\\\]|\\\\.)*"'

type Name = 'token' | 'fieldValue' | 'date' | 'entityTag' | 'mediaType' | 'cookie' | 'joinedCookies'

const patterns: Readonly<Record<Name, RegExp>> = {
  token: new RegExp(`^${token}$`),
  fieldValue: /^(?![\t ])[\t\x20-\x7e\x80-\xff]*(?<![\t ])$/,
  date: new RegExp(`^${day}, \\d\\d ${month} \\d{4} [012]\\d:[0-5]\\d:[0-6]\\d GMT$`),
  entityTag: /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/,
  mediaType: new RegExp(`^${token}/${token}(?:[\\t ]*;(?:[\\t ]*${token}=(?:${token}|${quoted}))?)*[\\t ]*$`),
  cookie: new RegExp(
    `^${token}=(?:[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e]*|"[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e]*")(?:; ?[^; ][^;]*)*$`,
  ),
  joinedCookies: new RegExp(`,[\\t ]*${token}=`),
}

/** Whether a text is what the grammar of HTTP calls by this name. */
export function isIn(name: Name, text: unknown): text is string {
  return typeof text === 'string' && patterns[name].test(text)
}

/** Whether a text is a list of tokens between commas (RFC 9110 §5.6.1); empty elements are allowed, an empty list is not. */
export function isTokenList(text: string): boolean {
  const elements = text
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '')
  return elements.length > 0 && elements.every((element) => isIn('token', element))
}

/** IPv4 or IPv6 text, a zone allowed (`fe80::1%eth0`). */
export function isAddress(text: unknown): boolean {
  if (typeof text !== 'string') return false
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)) return true
  return /^[\da-f:.]+(?:%[\w.-]+)?$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text.replace(/%.*/, '')}]/`)
}
