import { bodyOf } from '@gangway/gateway'

/** Tells the source of a body that another answer is sent in its place. */
export function cancelBody(response: Response, reason: unknown): void {
  const source = bodyOf(response)
  if (typeof source !== 'object' || source === null || response.bodyUsed) return
  if ('cancel' in source) source.cancel(reason).catch(ignore)
  else if (Symbol.asyncIterator in source) Promise.resolve(source[Symbol.asyncIterator]().return?.()).catch(ignore)
}

// The answer is decided: nobody is left to whom a source that fails to stop could matter.
function ignore(): void {}
