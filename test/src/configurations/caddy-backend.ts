/** The address of an application as Caddy writes it: `unix//run/app.sock`. */
export function caddyBackend(address: string): string {
  return address.replace(/^unix:/, 'unix/')
}
