import { installedModule } from './installed-module.ts'
import type { PasswordHash } from './password-hash.ts'

/** What is used of `@node-rs/bcrypt`, which works beside the event loop. */
interface NativeBcrypt {
  verify(password: Uint8Array, hash: string): Promise<boolean>
}

const grammar = /^\$2[aby]\$(0[4-9]|1[0-7])\$[./A-Za-z0-9]{53}$/
const mostBytes = 72

/** Reads `$2y$10$…`, and `$2a$` and `$2b$`, which are the same; a cost above 17, Apache's largest, is refused. */
export function readBcrypt(text: string): PasswordHash | undefined {
  const [, cost] = grammar.exec(text) ?? []
  if (cost === undefined) return undefined
  return {
    cost: `bcrypt ${cost}`,
    async matches(password) {
      const isSame = await compare(password, text)
      // bcrypt itself leaves out what comes after 72 bytes, some after a NUL: other passwords would do
      return isSame && password.byteLength <= mostBytes && !password.includes(0)
    },
  }
}

async function compare(password: Uint8Array, hash: string): Promise<boolean> {
  const native = installedModule('@node-rs/bcrypt')
  if (isNativeBcrypt(native)) return await native.verify(password, hash)
  const { compare: compareInSlices } = await import('bcryptjs')
  return await compareInSlices(new TextDecoder().decode(password), hash)
}

function isNativeBcrypt(native: unknown): native is NativeBcrypt {
  return typeof native === 'object' && native !== null && 'verify' in native
}
