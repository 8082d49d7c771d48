import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { findBinary } from '../../../test/src/binary.ts'
import { httpClient } from '../../../test/src/http-client.ts'
import { unprivileged } from '../../../test/src/unprivileged.ts'
import { adminPassword } from '../../../test/src/wiki/processes.ts'
import { signIn } from '../test/editor.ts'
import { formOf } from '../test/form-of.ts'
import { killableWiki, onDiskOf, type KillableWiki } from '../test/killable-wiki.ts'

const mayMount = canMount()
if (!mayMount) process.stdout.write('skipped: this system lets no user mount a disk of his own\n')

describe('a disk that is full', () => {
  let wiki: KillableWiki | undefined
  let cookie: string
  beforeAll(async () => {
    if (!mayMount) return
    wiki = await killableWiki({ disk: 6 })
    await wiki.start()
    cookie = await signIn(wiki.origin, 'admin', adminPassword)
  })
  afterAll(() => wiki?.remove())

  const withDisk = mayMount ? it : it.skip

  withDisk('is told to the visitor, who keeps his text; and reads all that was saved', async () => {
    const { origin } = wiki ?? {}
    const ask = httpClient(String(origin))
    const upload = async (name: string, size: number) => {
      const body = new FormData()
      body.append('file', new File([new Uint8Array(size)], name))
      const { status } = await fetch(`${String(origin)}/files/Gateways`, { method: 'POST', redirect: 'manual', headers: { cookie }, body })
      return status
    }
    expect(await upload('ballast', 1_500_000)).toBe(303)
    const saved = new Map<string, string>()
    let refused = { status: 0, body: '' }
    let text = ''
    for (let count = 1; refused.status === 0 && count < 100; count++) {
      text = randomBytes(40_000).toString('hex')
      const { headers, body } = formOf({ text, revision: '0' })
      const answer = await ask('POST', `/edit/Page%20${count}`, { headers: { ...headers, cookie }, body })
      if (answer.status === 303) saved.set(`Page ${count}`, text)
      else refused = answer
    }
    expect(saved.size).toBeGreaterThan(3)
    expect(refused).toMatchObject({ status: 507, body: expect.stringContaining('The disk of the wiki is full') })
    expect(refused.body).toContain(`${text}</textarea>`)
    expect(await upload('too much', 5_000_000)).toBe(507)

    for (const [title, kept] of saved) {
      const { status, body } = await ask('GET', `/edit/${encodeURIComponent(title)}`, { headers: { cookie } })
      expect([status, body.includes(kept)]).toEqual([200, true])
    }
    const front = await ask('GET', '/')
    expect([front.status, front.body]).toEqual([200, expect.stringContaining('Welcome aboard')])
  })
})

function canMount(): boolean {
  if (!findBinary('unshare')) return false
  const [program = '', ...parameters] = unprivileged([...onDiskOf(1, tmpdir()), '/bin/true'])
  return spawnSync(program, parameters).status === 0
}
