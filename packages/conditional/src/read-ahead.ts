/** What a stream gives as a whole if it ends within one turn of the event loop and this many bytes; else a stream of the same chunks, which is pulled as it is read. */
export async function readAhead(source: ReadableStream<Uint8Array>, largest: number): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const reader = source.getReader()
  const held: Uint8Array[] = []
  const turn = nextTurn()
  for (let length = 0; length <= largest;) {
    const pending = reader.read()
    const step = await Promise.race([pending, turn])
    if (step === undefined) return continued(held, reader, pending)
    if (step.done) return concatenated(held, length)
    held.push(step.value)
    length += step.value.byteLength
  }
  return continued(held, reader)
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

function continued(held: Uint8Array[], reader: Reader, pending?: ReturnType<Reader['read']>): ReadableStream<Uint8Array> {
  // A failure is for who reads on, and there may be nobody.
  pending?.catch(() => {})
  let next = pending
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const first = held.shift()
        if (first) return controller.enqueue(first)
        const step = await (next ?? reader.read())
        next = undefined
        if (step.done) controller.close()
        else controller.enqueue(step.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}

function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => {
    if ('setImmediate' in globalThis) setImmediate(() => resolve(undefined))
    else setTimeout(() => resolve(undefined))
  })
}
