import { bodyOf, reply, stream, text, type BodySource } from '@gangway/gateway'
import { ask, codingOf } from '../../../test/src/ask-compress.ts'
import { decoded, decodedSoFar } from '../../../test/src/decoded.ts'
import { bytesOf, textOf } from '../../../test/src/response-body.ts'

const page = Array.from({ length: 200 }, (_, index) => `<li>entry ${index}</li>\n`).join('')
const html = { 'content-type': 'text/html; charset=utf-8' }
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function* chunks(...steps: (string | number)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

describe('C4: streams', () => {
  it.each([
    ['text/event-stream', 'data: one\n\n', 'gzip'],
    ['application/x-ndjson', '{"n":1}\n', 'br'],
    ['text/html', '<!doctype html><p>Loading', 'zstd'],
  ])('of %s are read at once, however long they pause', async (type, first, encoding) => {
    const headers = { 'content-type': type }
    const started = performance.now()
    const response = await ask(() => stream(chunks(first, 30_000), { headers }), { accept: encoding })
    const received: Uint8Array[] = []
    const body = (bodyOf(response) as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    let said = ''
    while (said === '') {
      const { done, value } = await body.next()
      if (done) throw new Error('the body ended')
      received.push(value)
      said = decodedSoFar(encoding, Buffer.concat(received)).toString()
    }
    expect(said).toBe(first)
    expect(performance.now() - started).toBeLessThan(100)
    await body.return?.()
  })

  it('have their head before their first byte', async () => {
    const started = performance.now()
    const response = await ask(() => stream(chunks(30_000), { headers: { 'content-type': 'text/event-stream' } }))
    expect(codingOf(response)).toBe('gzip')
    expect(performance.now() - started).toBeLessThan(100)
    await (bodyOf(response) as AsyncIterableIterator<Uint8Array>).return?.()
  })
})

describe('C8: small bodies', () => {
  it.each([
    [1023, null],
    [1024, 'gzip'],
    [1025, 'gzip'],
  ])('of %i bytes are sent with coding %s, whatever they are made of', async (size, expected) => {
    const body = 'x'.repeat(size)
    const sources: BodySource[] = [body, Buffer.from(body), chunks(body), chunks(...body.split('')), new Blob([body]).stream()]
    for (const source of sources) {
      const response = await ask(() => reply(source, { headers: html }))
      expect([codingOf(response), await textOf(response)]).toEqual([expected, body])
    }
    expect(codingOf(await ask(() => new Response(body, { headers: html })))).toBe(expected)
  })

  it('count in bytes', async () => {
    expect(codingOf(await ask(() => text('ä'.repeat(511))))).toBeNull()
    expect(codingOf(await ask(() => text('ä'.repeat(512))))).toBe('gzip')
    expect(codingOf(await ask(() => text('€'.repeat(341))))).toBeNull()
    expect(codingOf(await ask(() => text('€'.repeat(342))))).toBe('gzip')
  })

  it('that are empty have no coding', async () => {
    for (const source of ['', new Uint8Array(0), chunks(), chunks('', ''), null]) {
      const response = await ask(() => reply(source, { headers: html }), { accept: 'gzip, identity;q=0', options: { minimumSize: 0 } })
      expect([codingOf(response), (await bytesOf(response)).byteLength]).toEqual([null, 0])
    }
  })

  it('of a stream that ends at once get an exact length', async () => {
    const response = await ask(() => stream(chunks(...page.split('')), { headers: html }))
    expect(response.headers.get('content-length')).toBe(String((await bytesOf(response)).byteLength))
  })

  it('that begin small and pause are compressed', async () => {
    const response = await ask(() => stream(chunks('hi', 20, 'there'), { headers: html }))
    expect([codingOf(response), await textOf(response)]).toEqual(['gzip', 'hithere'])
  })

  it('with a content-length below the threshold are not read', async () => {
    const source = chunks('hi')
    const given = stream(source, { headers: { ...html, 'content-length': '2' } })
    await ask(() => given)
    expect(bodyOf(given)).toBe(source)
  })

  it('have the threshold they are given', async () => {
    expect(codingOf(await ask(() => text('x'.repeat(100)), { options: { minimumSize: 100 } }))).toBe('gzip')
    expect(codingOf(await ask(() => text('x'.repeat(99)), { options: { minimumSize: 100 } }))).toBeNull()
  })
})

describe('bodies that are not what they say', () => {
  const unchecked = { isChecked: false }

  it('fail when their length is another', async () => {
    const lying = (source: BodySource) => () => reply(source, { headers: { ...html, 'content-length': '5000' } })
    for (const source of [page.slice(0, 4999), Buffer.alloc(5001, 'x'), chunks(page.slice(0, 2000))]) {
      await expect((async () => ask(lying(source), unchecked))()).rejects.toThrow('content-length')
    }
    const response = await ask(lying(chunks(page.slice(0, 2000), 5, 'more')), unchecked)
    await expect(bytesOf(response)).rejects.toThrow('ended after 2004 bytes of a content-length of 5000')
  })

  it('fail when they were read or are being read', async () => {
    const used = new Response(page, { headers: html })
    await used.text()
    const locked = new Response(page, { headers: html })
    locked.body?.getReader()
    const read = text(page)
    await read.text()
    for (const given of [used, locked, read]) {
      await expect((async () => ask(() => given, unchecked))()).rejects.toThrow('already read')
      // A body that was read cannot be cloned, and says so itself.
      expect(() => given.clone()).toThrow(TypeError)
    }
  })

  it('can be cloned before and after', async () => {
    for (const given of [new Response(page, { headers: html }), text(page), stream(chunks(page), { headers: html })]) {
      const copy = given.clone()
      const response = await ask(() => given)
      const second = response.clone()
      expect([await textOf(response), await copy.text()]).toEqual([page, page])
      expect(decoded('gzip', Buffer.from(await second.arrayBuffer())).toString()).toBe(page)
    }
  })
})
