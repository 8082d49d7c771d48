import { bodyOf } from '@gangway/gateway'

/** Tells the source of a body that nobody will read it. */
export function cancelBody(response: Response, reason: unknown): void {
  const source = bodyOf(response)
  if (typeof source !== 'object' || source === null) return
  if ('cancel' in source) source.cancel(reason).catch(ignore)
  else if (Symbol.asyncIterator in source) Promise.resolve(source[Symbol.asyncIterator]().return?.()).catch(ignore)
}

// The reason is told to the client; a source that fails to stop adds nothing to it.
function ignore(): void {}
