import { quoted } from './challenge.ts'

/** A realm that can be sent. */
export function checkRealm(realm: string): string {
  quoted(realm)
  return realm
}
