/** A content coding by its registered name. `deflate` is the zlib format (RFC 9110 §8.4.1.2). */
export type Encoding = 'gzip' | 'deflate' | 'br' | 'zstd'

/** What can stand in Content-Encoding: an encoding, or one with a dictionary (RFC 9842). */
export type Coding = Encoding | 'dcb' | 'dcz'

const all: readonly string[] = ['zstd', 'br', 'gzip', 'deflate'] satisfies Encoding[]

/** Whether a name is that of an encoding. */
export function isEncoding(name: string): name is Encoding {
  return all.includes(name)
}
