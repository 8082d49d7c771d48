// https://www.rfc-editor.org/rfc/rfc9113 §4.1
/** A frame of HTTP/2; node:http2 as a client would end the stream before it resets it. */
export function frame(type: number, flags: number, payload: readonly number[], streamId = 1): string {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, Buffer.from(payload)]).toString('latin1')
}

const postToRoot = [0x83, 0x86, 0x84, 0x41, 1, 97]

/** Preface, SETTINGS, and the head of a POST on stream 1 that a body is to follow. */
export const beginning: string = `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${frame(4, 0, [], 0)}${frame(1, 4, postToRoot)}`
