const claims = new Set(['REMOTE_USER', 'REMOTE_PASSWD', 'AUTH_TYPE', 'HTTP_AUTHORIZATION'])

/**
 * Apache's modules take the `Authorization` field apart for an authorizer that is to check it, and call the user REMOTE_USER before anybody knows
 * that he is. Here he becomes the field again, so that nobody takes him for one who has signed in, and an application finds what it finds elsewhere.
 */
export function withClaimedUser(pairs: readonly string[]): readonly string[] {
  const password = valueOf(pairs, 'REMOTE_PASSWD')
  if (password === undefined) return pairs
  const credentials = Buffer.from(`${valueOf(pairs, 'REMOTE_USER') ?? ''}:${password}`, 'latin1').toString('base64')
  const rest = pairs.filter((_, index) => !claims.has(pairs[index - (index % 2)] ?? ''))
  return [...rest, 'HTTP_AUTHORIZATION', `Basic ${credentials}`]
}

function valueOf(pairs: readonly string[], name: string): string | undefined {
  const index = pairs.findIndex((each, position) => position % 2 === 0 && each === name)
  return index < 0 ? undefined : pairs[index + 1]
}
