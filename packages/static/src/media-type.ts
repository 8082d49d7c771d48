/** The media type of a file by the ending of its name. */
export async function mediaTypeOf(path: string, types: ReadonlyMap<string, string>): Promise<string> {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return types.get(ending) ?? common.get(ending) ?? withCharset(await typeFromDatabase(ending))
}

// Loading the whole database takes 10 ms, which a CGI program would feel for each style sheet.
const common: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['ico', 'image/x-icon'],
  ['jpg', 'image/jpeg'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json'],
  ['mjs', 'text/javascript; charset=utf-8'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain; charset=utf-8'],
  ['webp', 'image/webp'],
  ['woff2', 'font/woff2'],
])

async function typeFromDatabase(ending: string): Promise<string> {
  const { default: mime } = await import('mime')
  return mime.getType(ending) ?? 'application/octet-stream'
}

function withCharset(type: string): string {
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}
