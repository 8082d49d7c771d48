/** The address of an application as HAProxy writes it: `unix@/run/app.sock`. */
export function haproxyBackend(address: string): string {
  return address.replace(/^unix:/, 'unix@')
}
