/** The address of an application as mod_proxy writes it: `fcgi://127.0.0.1:9000` or `unix:/run/app.sock|fcgi://localhost`. */
export function apacheBackend(scheme: string, address: string): string {
  return address.startsWith('unix:') ? `${address}|${scheme}://localhost` : `${scheme}://${address}`
}
