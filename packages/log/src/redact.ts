/** A function that takes the values of these query parameters out of a target or URL, however their names are encoded. */
export function redactor(names: readonly string[]): (target: string) => string {
  const secret = new Set(names.map((name) => name.toLowerCase()))
  if (secret.size === 0) return (target) => target
  return (target) => {
    const mark = target.indexOf('?')
    if (mark === -1) return target
    const pairs = target.slice(mark + 1).split('&')
    return `${target.slice(0, mark)}?${pairs.map((pair) => redactPair(pair, secret)).join('&')}`
  }
}

function redactPair(pair: string, secret: ReadonlySet<string>): string {
  const sign = pair.indexOf('=')
  if (sign === -1 || !secret.has(decoded(pair.slice(0, sign)).toLowerCase())) return pair
  return `${pair.slice(0, sign)}=[redacted]`
}

function decoded(name: string): string {
  return name.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
