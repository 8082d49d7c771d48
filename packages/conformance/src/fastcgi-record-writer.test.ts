import { PassThrough } from 'node:stream'
import { FastcgiRecordWriter, type FastcgiRecords } from './fastcgi-record-writer.ts'

async function written(options: FastcgiRecords, content: string): Promise<number[][]> {
  const socket = new PassThrough()
  const pieces: number[][] = []
  socket.on('data', (bytes: Uint8Array) => pieces.push([...bytes]))
  const writer = new FastcgiRecordWriter(socket, options)
  writer.stream(4, 1, Buffer.from(content))
  writer.record(4, 1)
  await writer.flush()
  await new Promise((resolve) => setImmediate(resolve))
  return pieces
}

const endOfStream = [1, 4, 0, 1, 0, 0, 0, 0]

describe('FastcgiRecordWriter', () => {
  test.each([
    ['whole', {}, [[1, 4, 0, 1, 0, 2, 0, 0, 65, 66, ...endOfStream]]],
    ['in records of one byte', { content: 1 }, [[1, 4, 0, 1, 0, 1, 0, 0, 65, 1, 4, 0, 1, 0, 1, 0, 0, 66, ...endOfStream]]],
    ['padded', { padding: 2 }, [[1, 4, 0, 1, 0, 2, 2, 0, 65, 66, 0, 0, 1, 4, 0, 1, 0, 0, 2, 0, 0, 0]]],
    ['a write for each record', { coalesce: false }, [[1, 4, 0, 1, 0, 2, 0, 0, 65, 66], endOfStream]],
    ['a write for each byte', { segment: 'byte' as const }, [1, 4, 0, 1, 0, 2, 0, 0, 65, 66, ...endOfStream].map((byte) => [byte])],
    [
      'cut as it is told',
      { segment: () => 7 },
      [
        [1, 4, 0, 1, 0, 2, 0],
        [0, 65, 66, 1, 4, 0, 1],
        [0, 0, 0, 0],
      ],
    ],
  ])('writes records %s', async (_, options, pieces) => {
    expect(await written(options, 'AB')).toEqual(pieces)
  })
})
