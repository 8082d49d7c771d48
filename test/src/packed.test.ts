import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packAll } from './packed.ts'
import { tarEntries } from './tar.ts'
import { temporaryFolder } from './temporary-folder.ts'

const folder = temporaryFolder()
mkdirSync(join(folder, 'tarballs'))
const tarballs = packAll(join(folder, 'tarballs')).map((path): [string, string] => [basename(path), path])

// Bytes of a tarball. What grows past this has taken something along.
const limit = 250_000

describe.each(tarballs)('%s, as it would be published,', (_, path) => {
  const bytes = readFileSync(path)
  const entries = tarEntries(gunzipSync(bytes))
  const manifest = JSON.parse(entries.get('package/package.json')?.toString() ?? '')

  it('contains what is built, the documents, and nothing else', () => {
    const allowed = new RegExp(
      `^package/(?:dist/.+\\.(?:d\\.ts|js|js\\.map)|README\\.md|LICENSE|CHANGELOG\\.md|package\\.json${manifest.name === 'create-gangway' ? '|template/.+' : ''})$`,
    )
    expect([...entries.keys()].filter((name) => !allowed.test(name))).toEqual([])
    expect([...entries.keys()]).toEqual(
      expect.arrayContaining(['package/README.md', 'package/LICENSE', 'package/dist/index.js', 'package/dist/index.d.ts']),
    )
    expect([...entries.keys()].filter((name) => /^package\/dist\/.*\.test\./.test(name))).toEqual([])
  })

  it('depends on versions, not on the workspace', () => {
    const ranges = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(ranges.filter((range) => !/^\^?\d+\.\d+\.\d+$/.test(String(range)))).toEqual([])
  })

  it('names nothing of this machine', () => {
    for (const [name, contents] of entries)
      expect([name, /\/work\/|\/home\/|\/tmp\/bash/.test(contents.toString('latin1'))]).toEqual([name, false])
  })

  it('is not larger than it needs to be', () => expect(bytes.byteLength).toBeLessThan(limit))

  it('passes publint', async () => {
    const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([])
  })

  it('has the right types for whoever imports it', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)))
    // The profile `esm-only`: compilers from before `exports`, and CommonJS, which can require an ES module since Node 22.12, are not asked.
    const asked = (problem: object) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(String(problem.resolutionKind)))
    const problems = 'problems' in analysis ? analysis.problems.filter(asked) : ['no types']
    expect(problems).toEqual([])
  })
})

afterAll(() => rmSync(folder, { recursive: true }))
