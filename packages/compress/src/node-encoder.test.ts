import { Transform } from 'node:stream'
import { NodeEncoder } from './node-encoder.ts'

class Failing extends Transform {
  override _transform(_chunk: unknown, _encoding: string, done: (error: Error) => void): void {
    done(new Error('no memory'))
  }

  flush(done: () => void): void {
    this.write('', done)
  }
}

describe('NodeEncoder', () => {
  it.each<[string, (encoder: NodeEncoder) => unknown]>([
    ['writing', (encoder) => encoder.write(Uint8Array.of(1), false)],
    ['flushing', (encoder) => encoder.write(Uint8Array.of(1), true)],
    ['ending', (encoder) => encoder.end(Uint8Array.of(1))],
  ])('fails when the stream beneath does, %s', async (_, work) => {
    await expect(work(new NodeEncoder(new Failing()))).rejects.toThrow('no memory')
  })

  it('settles what is under way when it is closed', async () => {
    const { createGzip } = await import('node:zlib')
    const encoder = new NodeEncoder(createGzip())
    const writing = Promise.allSettled([encoder.write(new Uint8Array(100_000), true)])
    encoder.close()
    expect(await writing).toHaveLength(1)
  })
})
