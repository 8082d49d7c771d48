import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { temporaryFolder } from './temporary-folder.ts'

const auth = fileURLToPath(new URL('../../packages/auth/', import.meta.url))
const program = `
import { passwords } from '${auth}src/index.ts'
const { hash, verify, needsRehash } = passwords()
const text = await hash('sesame')
const apache = '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/'
const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
const answers = [await verify('sesame', text), await verify('x', text), await verify('myPassword', apache), await verify('U*U', bcrypt), needsRehash(text)]
console.log(text.split('$')[1], ...answers)`

function nodeBinary(name: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin/node')
}

describe('passwords', () => {
  let bare: string
  let equipped: string
  beforeAll(() => {
    ;[bare, equipped] = [temporaryFolder(), temporaryFolder()]
    symlinkSync(join(auth, 'node_modules'), join(equipped, 'node_modules'))
    const result = buildSync({
      stdin: { contents: program, resolveDir: auth, loader: 'ts' },
      tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
    })
    for (const folder of [bare, equipped]) writeFileSync(join(folder, 'program.mjs'), result.outputFiles[0]?.contents ?? '')
  })
  afterAll(() => [bare, equipped].forEach((folder) => rmSync(folder, { recursive: true, force: true })))

  it.each([
    ['Node 22, with scrypt', 'node-22', () => bare, 'scrypt'],
    ['Node 22 with @node-rs/argon2, with Argon2', 'node-22', () => equipped, 'argon2id'],
    ['Node 26, with Argon2', 'node-26', () => bare, 'argon2id'],
  ])('are hashed and verified on %s', (_, node, folder, algorithm) => {
    // pnpm's NODE_PATH leads to every package there is
    const options = { encoding: 'utf8', timeout: 30_000, env: { PATH: process.env.PATH } } as const
    const output = execFileSync(nodeBinary(node), [join(folder(), 'program.mjs')], options)
    expect(output).toBe(`${algorithm} true false true true false\n`)
  })
})
