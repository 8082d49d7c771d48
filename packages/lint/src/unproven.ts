import type { Context } from '@gangway/gateway'
import { read } from './read.ts'

/** A context as it was handed in: nothing about its members is proven. */
export type Unproven = { readonly [Member in keyof Context]: unknown }

/** A member where it can be read and is what it should be. */
export function memberOf<Proven>(
  context: Unproven,
  name: keyof Unproven,
  isProven: (value: unknown) => value is Proven,
): Proven | undefined {
  try {
    const value = read(context, name)
    return isProven(value) ? value : undefined
  } catch {
    return undefined // A rule reads the member as well, and says that it throws.
  }
}
