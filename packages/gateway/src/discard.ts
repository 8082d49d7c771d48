import { checkSource, isFile, isWhole } from './body-source.ts'
import { Chunks } from './chunks.ts'
import { bodyOf, isUsed } from './response.ts'

/** Tells the source of a response that nobody will read it; never throws. */
export function discard(response: Response, reason: unknown): void {
  try {
    const source = checkSource(bodyOf(response))
    if (!isWhole(source) && !isFile(source) && !isUsed(response)) new Chunks(source).cancel(reason)
  } catch {
    // What is no response, or is read by another, is not ours to stop.
  }
}

/** Tells the source of a response that is sent without its body, because of the method or the status. */
export function discardUnsent(response: Response): void {
  discard(response, new DOMException('This response has no body', 'AbortError'))
}
