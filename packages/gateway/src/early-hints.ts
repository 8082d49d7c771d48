import type { Context } from './context.ts'

/** Sends 103 Early Hints with these `Link` values (RFC 8297), where the gateway can; false where it cannot, or it is too late. */
export function earlyHints(context: Context, links: readonly string[]): boolean {
  if (!context.can.informational || links.length === 0) return false
  try {
    context.sendInformational(
      103,
      links.map((link): [string, string] => ['link', link]),
    )
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') return false
    throw error
  }
}
