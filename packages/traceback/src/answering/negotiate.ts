/** What a client gets of the forms there are, by its Accept (RFC 9110 §12.5.1): a browser HTML, a program JSON if it asks for it, others text. */
export function negotiate(accept: string | null): 'html' | 'json' | 'text' {
  const ranges = (accept ?? '*/*').slice(0, 4000).split(',', 100).map(rangeFrom)
  const offers = [
    { form: 'text', quality: qualityOf(['text/plain', 'text/*', '*/*'], ranges), isExact: isNamed(['text/plain'], ranges) },
    {
      form: 'html',
      quality: qualityOf(['text/html', 'application/xhtml+xml', 'text/*', '*/*'], ranges),
      isExact: isNamed(['text/html', 'application/xhtml+xml'], ranges),
    },
    {
      form: 'json',
      quality: qualityOf(['application/problem+json', 'application/json', 'application/*', '*/*'], ranges),
      isExact: isNamed(['application/problem+json', 'application/json'], ranges),
    },
  ] as const
  // What is named goes before what only a wildcard admits.
  const best = offers.toSorted((one, other) => other.quality - one.quality || Number(other.isExact) - Number(one.isExact))[0]
  return best && best.quality > 0 ? best.form : 'text'
}

interface Range {
  readonly type: string
  readonly quality: number
}

function rangeFrom(text: string): Range {
  const [type = '', ...parameters] = text.split(';')
  const weight = parameters.map((each) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(each)?.[1]).find((found) => found !== undefined)
  const quality = weight === undefined ? 1 : Number(weight)
  return { type: type.trim().toLowerCase(), quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

// The most specific range decides, so that `text/html;q=0` refuses what `*/*` would admit.
function qualityOf(types: readonly string[], ranges: readonly Range[]): number {
  for (const type of types) {
    const found = ranges.find((range) => range.type === type)
    if (found) return found.quality
  }
  return 0
}

function isNamed(types: readonly string[], ranges: readonly Range[]): boolean {
  return ranges.some(({ type }) => types.includes(type))
}
