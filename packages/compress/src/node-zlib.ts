type Zlib = typeof import('node:zlib')

let loaded: Zlib | undefined

/** `node:zlib`, loaded on first use: 3 ms of a CGI program's start. */
export function zlib(): Zlib {
  return (loaded ??= process.getBuiltinModule('node:zlib'))
}
