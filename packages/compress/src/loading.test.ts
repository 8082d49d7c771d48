import { spawnSync } from 'node:child_process'

const sourceImports = new URL('../../../scripts/source-imports.js', import.meta.url).href

// What a process has loaded once it has asked an application for this.
function loadedAfter(code: string): string[] {
  const script = `
    import { compress, decompress } from '@gangway/compress'
    import { contextFor, html, stream, text } from '@gangway/gateway'
    const page = 'text '.repeat(500)
    const ask = (app, accept) => compress()(app)(contextFor('GET', '/', { headers: accept ? { 'accept-encoding': accept } : {} }))
    async function* chunks() { yield page; await new Promise((resolve) => setTimeout(resolve, 1)); yield page }
    async function drain(body) { for await (const chunk of body); }
    ${code}
    const { bodyOf } = await import('@gangway/gateway')
    console.log(JSON.stringify(process.moduleLoadList))`
  const options = ['--import', sourceImports, '--input-type=module', '-e', script]
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8', cwd: new URL('..', import.meta.url) })
  if (stdout === '') throw new Error(stderr)
  const list: string[] = JSON.parse(stdout)
  return ['zlib', 'undici'].filter((name) => list.some((entry) => entry.startsWith('NativeModule') && entry.split(' ')[1]?.includes(name)))
}

describe('compress on Node', () => {
  it.each([
    ['to be made', ''],
    ['for a client without Accept-Encoding', 'ask(() => text(page))'],
    ['for one that takes none of ours', "ask(() => text(page), 'lzma, identity')"],
    ['for a small body', "ask(() => text('small'), 'gzip, br, zstd')"],
    ['for an image', "ask(() => text(page, { headers: { 'content-type': 'image/png' } }), 'gzip, br, zstd')"],
    ['for a plain request', "decompress()(({ body }) => text(''))(contextFor('POST', '/', { body: page }))"],
  ])('loads neither zlib nor undici %s', (_, code) => {
    expect(loadedAfter(code)).toEqual([])
  })

  it.each([
    ['a whole body', "ask(() => html`${page}`, 'gzip, br, zstd')"],
    ['a promised one', "await ask(async () => html`${page}`, 'gzip')"],
    ['a stream', "const { bodyOf } = await import('@gangway/gateway'); await drain(bodyOf(await ask(() => stream(chunks(), { headers: { 'content-type': 'text/html' } }), 'gzip')))"],
  ])('loads zlib, and not undici, to compress %s', (_, code) => {
    expect(loadedAfter(`{ ${code} }`)).toEqual(['zlib'])
  }) // prettier-ignore
})
