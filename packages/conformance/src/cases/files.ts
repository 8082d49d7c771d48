import { file } from '@gangway/gateway'
import { strictEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Case } from '../case.ts'
import { checkResponse, type ExpectedResponse } from '../expected-response.ts'
import { valuesOf } from '../field.ts'
import type { PeerRequest } from '../peer-request.ts'

// Any file that is there from source and from what is published.
const served = new URL('../../package.json', import.meta.url)
const missing = new URL('../../no-such-file', import.meta.url)

export const files: readonly Case[] = [
  fileCase('a whole file with type, length and validators', {}, (bytes) => ({
    body: bytes,
    fields: { 'content-type': 'application/json', 'content-length': String(bytes.byteLength), 'accept-ranges': 'bytes' },
  })),
  {
    ...fileCase('HEAD of a file', { method: 'HEAD' }, (bytes) => ({ body: '', fields: { 'content-length': String(bytes.byteLength) } })),
    needs: ['framing'],
  },
  fileCase('the first bytes of a file', { fields: [['range', 'bytes=0-9']] }, (bytes) => part(bytes, 0, 10)),
  fileCase('a part in the middle of a file', { fields: [['range', 'bytes=5-20']] }, (bytes) => part(bytes, 5, 21)),
  fileCase('a file from a byte on', { fields: [['range', 'bytes=10-']] }, (bytes) => part(bytes, 10, bytes.byteLength)),
  fileCase('the last bytes of a file', { fields: [['range', 'bytes=-7']] }, (bytes) => part(bytes, bytes.byteLength - 7, bytes.byteLength)),
  fileCase('a range that ends after the file', { fields: [['range', 'bytes=5-99999999']] }, (bytes) => part(bytes, 5, bytes.byteLength)),
  fileCase('a range beyond the file', { fields: [['range', 'bytes=99999999-']] }, (bytes) => ({
    status: 416,
    body: '',
    fields: { 'content-range': `bytes */${bytes.byteLength}` },
  })),
  {
    ...fileCase('several ranges are the whole file', { fields: [['range', 'bytes=0-1,3-4']] }, (bytes) => ({ body: bytes })),
    needs: ['severalRanges'],
  },
  fileCase('a range that cannot be read is the whole file', { fields: [['range', 'lines=1-2']] }, (bytes) => ({ body: bytes })),
  fileCase(
    'a range of another version is the whole file',
    {
      fields: [
        ['range', 'bytes=0-9'],
        ['if-range', '"other"'],
      ],
    },
    (bytes) => ({ body: bytes }),
  ),
  fileCase('a range of a POST is the whole file', { method: 'POST', body: '', fields: [['range', 'bytes=0-9']] }, (bytes) => ({
    body: bytes,
  })),
  {
    name: 'a range of the same version',
    app: () => file(served),
    async script(peer) {
      const etag = valuesOf((await peer.send()).fields, 'etag')[0] ?? 'no etag'
      const response = await peer.send({
        fields: [
          ['range', 'bytes=0-9'],
          ['if-range', etag],
        ],
      })
      checkResponse(response, part(readFileSync(served), 0, 10))
    },
  },
  {
    name: 'a file that is not there',
    app: () => file(missing),
    async script(peer) {
      strictEqual((await peer.send()).status, 404)
    },
  },
  {
    name: 'a folder is no file',
    app: () => file(new URL('.', served)),
    async script(peer) {
      strictEqual((await peer.send()).status, 404)
    },
  },
]

function fileCase(name: string, request: PeerRequest, expected: (bytes: Uint8Array) => ExpectedResponse): Case {
  return {
    name,
    app: () => file(served),
    script: async (peer) => checkResponse(await peer.send(request), expected(readFileSync(served))),
  }
}

function part(bytes: Uint8Array, start: number, end: number): ExpectedResponse {
  return {
    status: 206,
    body: bytes.subarray(start, end),
    fields: { 'content-range': `bytes ${start}-${end - 1}/${bytes.byteLength}`, 'content-length': String(end - start) },
  }
}
