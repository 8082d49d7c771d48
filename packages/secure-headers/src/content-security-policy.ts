// https://www.w3.org/TR/CSP3/

/** Directives with their sources; `'nonce'`, in single quotes as keywords are, stands for the nonce of the request. False removes a default. */
export type Directives = Readonly<Record<string, readonly string[] | false>>

/** What pages may do unless told otherwise. */
export const defaultDirectives: Directives = {
  'default-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'script-src': ["'self'", "'nonce'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'nonce'"],
  'upgrade-insecure-requests': [],
}

/** The policy of a response. */
export type Policy = (isHttps: boolean, nonce: string | undefined) => string

/**
 * A policy of these directives, which say something else than the defaults, or something more.
 * @throws {TypeError} when one is no directive, or a browser would misunderstand it.
 */
export function policyOf(directives: Directives): Policy {
  const entries = Object.entries({ ...defaultDirectives, ...directives }).flatMap(([name, sources]) =>
    sources === false ? [] : [[name, checkSources(name, sources)] as const],
  )
  const [onHttps, onHttp] = [true, false].map((isHttps) => {
    // On plain HTTP it would ask for pages that may not be there.
    const used = entries.filter(([name]) => isHttps || name !== 'upgrade-insecure-requests')
    return { plain: textOf(used, false), parts: textOf(used, true).split(placeholder) }
  })
  return (isHttps, nonce) => {
    const policy = isHttps ? onHttps : onHttp
    return (nonce === undefined ? policy?.plain : policy?.parts.join(`'nonce-${nonce}'`)) ?? ''
  }
}

const placeholder = "'nonce'"
const keywords =
  /^(?:self|none|nonce|unsafe-inline|unsafe-eval|unsafe-hashes|strict-dynamic|report-sample|wasm-unsafe-eval|(?:sha256|sha384|sha512|nonce)-.*)$/i

function textOf(entries: readonly (readonly [string, readonly string[]])[], hasNonce: boolean): string {
  return entries.map(([name, sources]) => [name, ...sources.filter((source) => hasNonce || source !== placeholder)].join(' ')).join('; ')
}

function checkSources(name: string, sources: readonly string[]): readonly string[] {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(name)) throw wrong(`${JSON.stringify(name)} is not a directive`)
  if (!Array.isArray(sources)) throw wrong(`${name} takes a list of sources, or false`)
  for (const source of sources) {
    if (typeof source !== 'string' || !/^[!-+\--:<-~]+$/.test(source)) throw wrong(`${JSON.stringify(source)} in ${name} is not a source`)
    if (keywords.test(source)) throw wrong(`${source} in ${name} is a keyword, which has single quotes: "'${source}'"`)
  }
  if (sources.includes("'none'") && sources.length > 1) throw wrong(`'none' in ${name} is not alone`)
  return [...sources]
}

function wrong(message: string): TypeError {
  return new TypeError(`secure-headers: ${message}`)
}
