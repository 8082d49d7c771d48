/** The address of an application as lighttpd writes it. */
export function lighttpdBackend(address: string): string {
  if (address.startsWith('unix:')) return `"socket" => "${address.slice('unix:'.length)}"`
  const colon = address.lastIndexOf(':')
  return `"host" => "${address.slice(0, colon)}", "port" => ${address.slice(colon + 1)}`
}
