import { readFile } from 'node:fs/promises'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { button, fetched, fill, follow, link, prose, visitors, write } from '../../test/visitors.ts'

// One red point.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

requireBinaries('chromium')('files in a browser', () => {
  const { admin, visitor } = visitors()

  it('uploads, previews, shows within a text, sends a range, and removes', async () => {
    const [page, guest] = await Promise.all([admin(), visitor()])
    await write(page, 'Chart', 'a page')
    await follow(page, link(page, 'Files'))
    await page.getByLabel('Files, each up to').setInputFiles([
      { name: 'point ü.png', mimeType: 'image/png', buffer: png },
      { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('0123456789') },
    ])
    await follow(page, button(page, 'Upload'))
    expect(await page.locator('.files li').count()).toBe(2)
    await page.goto('/edit/Chart')
    await fill(page, '![the point](<attachment:point ü.png>)\n\n[the log](<attachment:log.txt>)')
    await follow(page, button(page, 'Save'))
    await guest.goto('/page/Chart')
    expect(await guest.evaluate(`document.querySelector('img[alt="the point"]').naturalWidth`)).toBe(1)
    const range = await fetched(guest, '/file/Chart?name=log.txt', { range: 'bytes=2-4' })
    expect([range.status, range.headers['content-range'], range.text]).toEqual([206, 'bytes 2-4/10', '234'])
    const [download] = await Promise.all([guest.waitForEvent('download'), link(guest, 'the log').click()])
    expect([download.suggestedFilename(), await readFile(await download.path(), 'utf8')]).toEqual(['log.txt', '0123456789'])
    await page.goto('/files/Chart')
    await follow(page, button(page, 'Remove log.txt'))
    expect([await page.locator('.files li').count(), (await fetched(guest, '/file/Chart?name=log.txt')).status]).toEqual([1, 404])
  })

  it('exports all pages, and imports what was changed in them', async () => {
    const page = await admin()
    await write(page, 'Ballast', 'lead', { tags: 'heavy' })
    await page.goto('/admin')
    const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'Export').click()])
    const archive = unzipSync(await readFile(await download.path()))
    const [name = ''] = Object.keys(archive).filter((each) => each.includes('Ballast'))
    const exported = strFromU8(archive[name] ?? new Uint8Array())
    expect(exported).toMatch(/heavy[^]*lead/)
    expect(Object.keys(archive)).toEqual(expect.arrayContaining([expect.stringContaining('Welcome aboard')]))

    const changed = zipSync({ [name]: strToU8(exported.replace('lead', 'sand')) })
    await page.getByLabel('Import').setInputFiles({ name: 'wiki.zip', mimeType: 'application/zip', buffer: Buffer.from(changed) })
    await follow(page, button(page, 'Import'))
    await page.goto('/page/Ballast')
    expect([await prose(page), await page.locator('.meta').innerText()]).toEqual(['sand', expect.stringMatching(/heavy[^]*Revision 2/)])
  })

  it('says what is wrong with an archive that is none', async () => {
    const page = await admin()
    await page.goto('/admin')
    await page.getByLabel('Import').setInputFiles({ name: 'wiki.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') })
    await follow(page, button(page, 'Import'))
    expect(await page.getByRole('alert').innerText()).not.toBe('')
  })
})
