/** Where to listen: `'127.0.0.1:3000'`, `'[::1]:3000'`, `':3000'`, `'3000'`, `'unix:/run/app.sock'`, `'fd:0'`, `'systemd'`, or the same as an object. */
export type Listen = string | number | TcpListen | UnixListen | FdListen

export interface TcpListen {
  /** Default: `127.0.0.1`. */
  host?: string
  /** `0` takes a free one. */
  port: number
}

export interface UnixListen {
  path: string
  /** The socket file's permissions. Default: `0o660`. */
  mode?: number
}

export interface FdListen {
  /** The number of a listening socket that this process inherited. */
  fd: number
}

/** Where a server listens. */
export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'fd'; readonly fd: number }

/** A `Listen` with its defaults filled in. */
export type ListenAt =
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'unix'; path: string; mode: number }
  | { kind: 'fd'; fd: number }

const firstSystemdFd = 3

/**
 * Reads a `listen` option.
 * @throws {TypeError} when it is none of the forms, or `systemd` handed no socket to this process.
 */
export function parseListen(listen: Listen): ListenAt {
  if (typeof listen === 'number') return tcp('127.0.0.1', listen)
  if (typeof listen === 'string') return parseText(listen)
  if (typeof listen !== 'object' || listen === null) throw unknown(listen)
  if ('path' in listen) return unix(listen.path, listen.mode)
  if ('fd' in listen) return inherited(listen.fd)
  if ('port' in listen) return tcp(listen.host ?? '127.0.0.1', listen.port)
  throw unknown(listen)
}

/** An address as one would write it: a URL for TCP when a scheme is given. */
export function formatAddress(address: Address, scheme?: string): string {
  if (address.kind === 'fd') return `fd:${address.fd}`
  if (address.kind === 'unix') return `unix:${address.path}`
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${scheme === undefined ? '' : `${scheme}://`}${host}:${address.port}`
}

/** Whether an address takes connections on all interfaces. */
export function isWildcard(at: ListenAt): boolean {
  return at.kind === 'tcp' && /^(?:0\.0\.0\.0|::|0(?::0){7}|::ffff:0\.0\.0\.0|)$/.test(at.host)
}

function parseText(text: string): ListenAt {
  if (text === 'systemd') return systemd()
  if (text.startsWith('unix:')) return unix(text.slice(5))
  const fd = /^fd:(\d{1,9})$/.exec(text)?.[1]
  if (fd !== undefined) return inherited(Number(fd))
  const match = /^(?:(?:\[([\da-fA-F:.]+)\]|([^\s:[\]]*)):)?(\d{1,5})$/.exec(text)
  if (!match) throw unknown(text)
  return tcp(match[1] ?? (match[2] || '127.0.0.1'), Number(match[3]))
}

function tcp(host: string, port: number): ListenAt {
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new TypeError(`listen: ${port} is not a port of 0 to 65535`)
  return { kind: 'tcp', host, port }
}

function unix(path: string, mode = 0o660): ListenAt {
  if (path === '') throw new TypeError('listen: a unix socket needs a path, as in unix:/run/app.sock')
  // sun_path has 108 bytes on Linux, 104 elsewhere, a NUL at its end included; bind() would cut a longer one.
  if (Buffer.byteLength(path) > 103) throw new TypeError(`listen: the socket path ${path} is longer than 103 bytes`)
  return { kind: 'unix', path, mode }
}

function inherited(fd: number): ListenAt {
  if (!Number.isInteger(fd) || fd < 0) throw new TypeError(`listen: ${fd} is not a file descriptor`)
  return { kind: 'fd', fd }
}

// sd_listen_fds(3): the first socket is descriptor 3, if LISTEN_PID is this process
function systemd(): ListenAt {
  const { LISTEN_FDS, LISTEN_PID } = process.env
  if (Number(LISTEN_PID) !== process.pid || !(Number(LISTEN_FDS) >= 1)) {
    throw new TypeError(
      "listen: 'systemd' needs a socket from a systemd .socket unit (LISTEN_FDS and LISTEN_PID are not set for this process)",
    )
  }
  return { kind: 'fd', fd: firstSystemdFd }
}

function unknown(listen: unknown): TypeError {
  return new TypeError(
    `listen: ${JSON.stringify(listen)} is not an address; try '127.0.0.1:3000', 'unix:/run/app.sock', 'fd:0' or 'systemd'`,
  )
}
