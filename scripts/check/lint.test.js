import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'))
  await writeFile(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }')
})
afterAll(() => rm(folder, { recursive: true }))

async function rulesAgainst(code) {
  const file = join(folder, 'code.ts')
  await writeFile(file, code)
  return await new Promise((resolve, reject) => {
    execFile(join(root, 'node_modules/.bin/oxlint'), ['-c', join(root, '.oxlintrc.json'), '-f', 'json', file], (_, stdout, stderr) => {
      if (stdout) resolve(JSON.parse(stdout).diagnostics.map(({ code: rule }) => rule))
      else reject(new Error(stderr))
    })
  })
}

describe('.oxlintrc.json', () => {
  it.each([
    ['typescript(no-explicit-any)', 'export const a: any = 1'],
    ['typescript(no-non-null-assertion)', 'declare const b: string | undefined\nexport const a = b!'],
    ['typescript(ban-ts-comment)', '// @ts-ignore because\nexport const a = 1'],
    ['typescript(ban-ts-comment)', '// @ts-expect-error because\nexport const a = 1'],
    ['typescript(consistent-type-imports)', `import { A } from './a.ts'\nexport type B = A`],
    ['typescript(no-floating-promises)', 'export function a() {\n  Promise.resolve(1)\n}'],
    ['import(no-default-export)', 'export default 1'],
    ['unicorn(prefer-node-protocol)', `import { join } from 'path'\nexport const a = join`],
    ['eslint(no-empty)', 'try {\n  fetch("x")\n} catch {}'],
    ['eslint(no-warning-comments)', '// TODO: later\nexport const a = 1'],
    ['eslint(no-warning-comments)', '/* so far, fixme */\nexport const a = 1'],
    ['eslint(max-lines)', 'export const a = 1\n'.repeat(251).replaceAll(/ a /g, () => ` a${Math.random().toString(36).slice(2)} `)],
  ])('reports %s', async (rule, code) => {
    expect(await rulesAgainst(code)).toContain(rule)
  })

  it('is content with a reason in a catch', async () => {
    expect(await rulesAgainst('try {\n  await fetch("x")\n} catch {\n  // nobody listens there any more\n}\nexport {}')).toEqual([])
  })
})
