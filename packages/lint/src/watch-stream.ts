import type { SourceWatch } from './source-watch.ts'

type Stream = ReadableStream<Uint8Array>
type Result = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>

/** A stream that is watched while it is read: as lazy as the one behind, which is locked with the first read, and of bytes if that one is. */
export function watchStream(source: Stream, watch: SourceWatch): Stream {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const cancel = (reason: unknown) => {
    watch.stop()
    return (reader ?? source).cancel(reason)
  }
  const read = () =>
    watch.read(
      () => (reader ??= source.getReader()).read(),
      (error) => cancel(error).catch(ignoreFailure),
    )
  if (isOfBytes(source)) return new ReadableStream({ type: 'bytes', pull: (controller) => read().then(giveBytes(controller)), cancel })
  return new ReadableStream<Uint8Array>({ pull: (controller) => read().then(give(controller)), cancel }, { highWaterMark: 0 })
}

function give(controller: ReadableStreamDefaultController<Uint8Array>): (result: Result) => void {
  return ({ done, value }) => (done ? controller.close() : controller.enqueue(value))
}

function giveBytes(controller: ReadableByteStreamController): (result: Result) => void {
  return ({ done, value }) => {
    if (!done) {
      controller.enqueue(value)
      return
    }
    controller.close()
    // A reader that brought its own buffer waits for it.
    controller.byobRequest?.respond(0)
  }
}

function isOfBytes(source: Stream): boolean {
  try {
    source.getReader({ mode: 'byob' }).releaseLock()
    return true
  } catch {
    return false // A stream of anything, or a locked one.
  }
}

// The finding that stopped the source is what its reader gets to see.
function ignoreFailure(): void {}
