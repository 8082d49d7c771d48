import { batchSize, Intake } from './intake.ts'

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function* from(...steps: (string | Uint8Array | number)[]): AsyncGenerator<string | Uint8Array> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

describe('Intake', () => {
  it('takes what a source gives in one turn as one batch', async () => {
    const { bytes, ended, idle } = await new Intake(from('a', '', 'b', Uint8Array.of(99))).read(Number.POSITIVE_INFINITY)
    expect([textOf(bytes), ended, idle]).toEqual(['abc', true, false])
  })

  it('ends a batch where the source pauses', async () => {
    const intake = new Intake(from('a', 20, 'b', 20))
    expect(await intake.read(Number.POSITIVE_INFINITY)).toEqual({ bytes: Buffer.from('a'), ended: false, idle: true })
    expect(await intake.read(0)).toEqual({ bytes: new Uint8Array(0), ended: false, idle: true })
    expect(await intake.read(Number.POSITIVE_INFINITY)).toEqual({ bytes: Buffer.from('b'), ended: false, idle: true })
    expect(await intake.read(Number.POSITIVE_INFINITY)).toEqual({ bytes: new Uint8Array(0), ended: true, idle: false })
  })

  it('waits as long as it is told for the first bytes', async () => {
    const intake = new Intake(from(15, 'a'))
    expect((await intake.read(1)).idle).toBe(true)
    expect(textOf((await intake.read(1000)).bytes)).toBe('a')
  })

  it('C7: collects no more than it needs and a chunk, and cuts large chunks', async () => {
    let given = 0
    const source = (async function* () {
      for (;;) {
        given += 50_000
        yield new Uint8Array(50_000)
      }
    })()
    const intake = new Intake(source)
    for (let batch = 1; batch <= 10; batch++) {
      expect((await intake.read(0)).bytes.byteLength).toBeLessThanOrEqual(batchSize + 50_000)
      expect(given).toBeLessThanOrEqual(batch * (batchSize + 50_000) + 50_000)
    }
    const large = new Intake(from(new Uint8Array(1_200_000)))
    const sizes: number[] = []
    for (let ended = false; !ended;) {
      const batch = await large.read(Number.POSITIVE_INFINITY)
      sizes.push(batch.bytes.byteLength)
      ended = batch.ended
    }
    expect(sizes).toEqual([524_288, 524_288, 151_424, 0])
  })

  it('gives again what was peeked at', async () => {
    const intake = new Intake(from('a', 5, 'b'))
    const peeked = await intake.peek()
    expect(textOf(peeked.bytes)).toBe('a')
    expect(await intake.read(0)).toBe(peeked)
    expect(textOf((await intake.read(Number.POSITIVE_INFINITY)).bytes)).toBe('b')
  })

  it('fails when its source fails, also between two reads', async () => {
    const failure = new Error('no more')
    const source = (async function* () {
      yield 'a'
      await pause(5)
      throw failure
    })()
    const intake = new Intake(source)
    expect(textOf((await intake.read(Number.POSITIVE_INFINITY)).bytes)).toBe('a')
    await pause(20)
    await expect(intake.read(0)).rejects.toBe(failure)
  })

  it('fails for what is no chunk', async () => {
    // A JavaScript application may give anything.
    const source = from('a', 1) as AsyncIterable<string>
    const intake = new Intake((async function* () { for await (const _ of source) yield 5 as unknown as string })()) // prettier-ignore
    await expect(intake.read(0)).rejects.toThrow('not number')
  })

  it('reads streams, and cancels them once', async () => {
    const reasons: unknown[] = []
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from('s')),
      cancel: (reason) => {
        reasons.push(reason)
        throw new Error('cannot stop')
      },
    })
    const intake = new Intake(stream)
    expect((await intake.read(0)).bytes.byteLength).toBeGreaterThan(0)
    intake.cancel('enough')
    intake.cancel('again')
    expect(reasons).toEqual(['enough'])
  })

  it('lets others run beside a source of nothing but empty chunks', async () => {
    const source = (async function* () {
      for (let index = 0; index < 100_000; index++) yield ''
    })()
    const intake = new Intake(source)
    const batch = await intake.read(0)
    expect(batch).toEqual({ bytes: new Uint8Array(0), ended: false, idle: true })
    intake.cancel(undefined)
  })
})
