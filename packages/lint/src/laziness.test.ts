import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const hooks = new URL('../../../scripts/source-imports.js', import.meta.url).href

async function loadsFetch(app: string): Promise<boolean> {
  const code = `
    import { bodyOf, contextFor, text, stream } from '@gangway/gateway'
    import { lint } from '@gangway/lint'
    const app = lint()(lint()(${app}))
    const source = bodyOf(await app(contextFor('POST', '/', { body: 'x' })))
    if (typeof source === 'object') for await (const chunk of source);
    console.log(process.moduleLoadList.some((name) => name.endsWith('internal/deps/undici/undici')))`
  const { stdout } = await promisify(execFile)(process.execPath, [`--import=${hooks}`, '--input-type=module', '--eval', code])
  return stdout.trim() === 'true'
}

describe('lint', () => {
  it.each([
    ['text', '() => text("a")', false],
    ['a promise of text, after the body was read', 'async ({ body }) => text(await body.text())', false],
    ['chunks', '() => stream((async function* () { yield "a" })(), { headers: { "content-type": "text/plain" } })', false],
    ['a Response', '() => new Response("a")', true],
  ])('loads the global Request and Response only if the application does: %s', async (_, app, isLoaded) => {
    expect(await loadsFetch(app)).toBe(isLoaded)
  })
})
