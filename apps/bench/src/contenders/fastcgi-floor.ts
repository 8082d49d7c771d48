// The least that Node can do: find the records' ends, decode nothing, write a constant.
import { chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import { encodeWholeResponse } from '@gangway/wire'
import { ready } from './ready.ts'

const path = process.argv[2] ?? ''
const stdin = 5
const response = encodeWholeResponse(1, 'Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\n\r\n', 'Hello')

const server = createServer((socket) => {
  let rest: Buffer = Buffer.alloc(0)
  let keep = false
  socket.on('data', (segment: Buffer) => {
    const bytes = rest.length === 0 ? segment : Buffer.concat([rest, segment])
    let offset = 0
    while (offset + 8 <= bytes.length) {
      const length = bytes.readUInt16BE(offset + 4)
      const end = offset + 8 + length + (bytes[offset + 6] ?? 0)
      if (end > bytes.length) break
      if (bytes[offset + 1] === 1) keep = bytes[offset + 10] === 1
      if (bytes[offset + 1] === stdin && length === 0) {
        if (keep) socket.write(response)
        else socket.end(response)
      }
      offset = end
    }
    rest = bytes.subarray(offset)
  })
  socket.on('error', () => socket.destroy())
})
server.listen(path, () => {
  chmodSync(path, 0o666)
  ready(path)
})
