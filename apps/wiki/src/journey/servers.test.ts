import { rmSync } from 'node:fs'
import { startPostgres, type PostgresServer } from '../../../../test/src/postgres.ts'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { recipes } from '../../../../test/src/recipes.ts'
import { adminPassword, startWiki, type WikiProcesses } from '../../../../test/src/wiki/processes.ts'
import type { Browser } from 'playwright-core'
import { newDatabase } from '../../test/new-database.ts'
import { launchChromium } from '../../test/playwright.ts'
import { button, fetched, fill, follow, link, logIn, prose, write } from '../../test/visitors.ts'

const behind = ['nginx-fastcgi', 'apache-cgi', 'lighttpd-fastcgi']

requireBinaries(
  'chromium',
  'nginx',
  'apache2',
  'lighttpd',
)('the journey through real servers', () => {
  let chromium: Browser
  beforeAll(async () => {
    chromium = await launchChromium()
  })
  afterAll(() => chromium.close())

  describe('on SQLite', () => {
    throughEach(() => startWiki())
  })

  requireBinaries('postgres', 'initdb')('on PostgreSQL', () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.stop())
    throughEach(async () => startWiki(await newDatabase(server, 'journey')))
  })

  function throughEach(start: () => Promise<WikiProcesses>): void {
    let wiki: WikiProcesses
    beforeAll(async () => {
      wiki = await start()
    })
    afterAll(async () => {
      await wiki.stop()
      rmSync(wiki.folder, { recursive: true, force: true })
    })

    it('goes over HTTP', async () => {
      expect(await journey(`http://${wiki.http}`, 'HTTP')).toBe('logged out')
    })

    it.each(behind)('goes through the recipe %s', async (name) => {
      const server = await recipes[name]?.(wiki).start()
      if (!server) throw new TypeError(`there is no recipe ${name}`)
      try {
        expect(await journey(server.origin, name)).toBe('logged out')
      } finally {
        await server.stop()
      }
    })
  }

  async function journey(origin: string, name: string): Promise<string> {
    const context = await chromium.newContext({ baseURL: origin })
    context.setDefaultTimeout(20_000)
    try {
      const page = await context.newPage()
      await logIn(page, 'admin', adminPassword)
      await write(page, `By ${name}`, 'one\n\ntwo ü [[Gateways]]\n\nthree', { tags: name, comment: 'began' })
      const other = await context.newPage()
      await Promise.all([page, other].map((each) => each.goto(`/edit/By%20${name}`)))
      await fill(other, 'ONE\n\ntwo ü [[Gateways]]\n\nthree')
      await follow(other, button(other, 'Save'))
      await fill(page, 'one\n\ntwo ü [[Gateways]]\n\nTHREE')
      await follow(page, button(page, 'Save'))
      await follow(page, button(page, 'Save'))
      expect(await prose(page)).toBe('ONE\n\ntwo ü Gateways\n\nTHREE')
      await follow(page, link(page, 'History'))
      await follow(page, button(page, 'Compare'))
      expect(await page.locator('ins').innerText()).toBe('THREE')
      await page.goto(`/files/By%20${name}`)
      await page
        .getByLabel('Files, each up to')
        .setInputFiles({ name: 'a ü.bin', mimeType: 'text/plain', buffer: Buffer.alloc(300_000, 'abcdefghij') })
      await follow(page, button(page, 'Upload'))
      const range = await fetched(page, `/file/By%20${name}?name=${encodeURIComponent('a ü.bin')}`, { range: 'bytes=200001-200003' })
      expect([range.status, range.text]).toEqual([206, 'bcd'])
      await follow(page, link(page, 'Rename'))
      await page.getByLabel('New title').fill(`Through ${name}`)
      await follow(page, button(page, 'Rename'))
      await page.goto(`/page/By%20${name}`)
      expect(await page.locator('h1').innerText()).toBe(`Through ${name}`)
      await page.goto('/search?q=three')
      expect(await page.locator('.hits').innerText()).toContain(`Through ${name}`)
      expect((await fetched(page, '/changes.atom')).text).toContain(`Through ${name}`)
      await follow(page, page.getByRole('button', { name: 'Dark' }))
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
      await follow(page, link(page, 'admin'))
      await follow(page, button(page, 'Log out'))
      return (await fetched(page, '/new')).status === 403 ? 'logged out' : 'still logged in'
    } finally {
      await context.close()
    }
  }
})
