import type { SourceWatch } from './source-watch.ts'

type Chunks = AsyncIterable<Uint8Array | string>

/** An async iterable that is watched while it is iterated; whatever else it is (a Node stream), it stays. */
export function watchIterable(source: Chunks, watch: SourceWatch): Chunks {
  return new Proxy(source, {
    get(target, key) {
      if (key === Symbol.asyncIterator) return () => iterate(target, watch)
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      watch.stop()
      return value.bind(target)
    },
  })
}

function iterate(source: Chunks, watch: SourceWatch): AsyncIterableIterator<Uint8Array | string> {
  watch.open()
  const iterator = source[Symbol.asyncIterator]()
  const cancel = (value?: unknown) => {
    watch.stop()
    return iterator.return ? iterator.return(value) : Promise.resolve({ done: true as const, value })
  }
  const watched: AsyncIterableIterator<Uint8Array | string> = {
    next: () =>
      watch.read(
        () => iterator.next(),
        (reason) => cancel(reason).catch(ignoreFailure),
      ),
    return: cancel,
    [Symbol.asyncIterator]: () => watched,
  }
  return watched
}

// The finding that stopped the source is what its reader gets to see.
function ignoreFailure(): void {}
