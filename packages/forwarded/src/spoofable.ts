// Every field by which some proxy or framework tells what this middleware tells.
const siblings = new Set([
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-pseudo-ipv4',
  'client-ip',
  'fastly-client-ip',
  'forwarded',
  'forwarded-for',
  'front-end-https',
  'true-client-ip',
  'x-appengine-user-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-forwarded',
  'x-forwarded-by',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-path',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-forwarded-protocol',
  'x-forwarded-scheme',
  'x-forwarded-server',
  'x-forwarded-ssl',
  'x-forwarded-uri',
  'x-host',
  'x-http-host-override',
  'x-original-forwarded-for',
  'x-original-host',
  'x-original-url',
  'x-real-ip',
  'x-real-port',
  'x-rewrite-url',
  'x-scheme',
  'x-script-name',
  'x-url-scheme',
])

/** A test for fields that may not pass: those that say what only trusted proxies may say, and from these it has been taken. */
export function spoofable(chosen: Iterable<string | undefined>): (name: string, isTrusted: boolean) => boolean {
  const names = new Set<string | undefined>([...siblings, ...chosen])
  return (name, isTrusted) => names.has(name) || (!isTrusted && name.startsWith('x-forwarded-'))
}
