import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { button, fetched, fill, follow, link, prose, visitors, write } from '../../test/visitors.ts'

requireBinaries('chromium')('pages in a browser', () => {
  const { admin, visitor } = visitors()

  it('shows a preview that is not saved, then saves', async () => {
    const page = await admin()
    await page.goto('/new')
    await page.getByLabel('Title').fill('Preview')
    await fill(page, '**bold** [[Gateways]]', { tags: 'Sea, Wind', comment: 'first' })
    await follow(page, button(page, 'Preview'))
    expect(await page.locator('.preview strong').innerText()).toBe('bold')
    expect((await fetched(page, '/page/Preview')).status).toBe(404)
    expect(await page.getByLabel('Tags').inputValue()).toBe('Sea, Wind')
    await follow(page, button(page, 'Save'))
    expect([new URL(page.url()).pathname, await prose(page)]).toEqual(['/page/Preview', 'bold Gateways'])
  })

  it('links pages, those that are missing too, and back', async () => {
    const page = await admin()
    await write(page, 'Harbour', '[[Quay]] and [[Gateways|the other end]]')
    expect(await link(page, 'Quay').getAttribute('class')).toBe('missing')
    await follow(page, link(page, 'Quay'))
    expect(await page.getByRole('main').innerText()).toMatch(/nobody has written/i)
    await follow(page, page.getByRole('main').getByRole('link', { name: /write/i }))
    await fill(page, 'Stone.')
    await follow(page, button(page, 'Save'))
    await follow(page, link(page, 'Links here'))
    await follow(page, page.getByRole('main').getByRole('link', { name: 'Harbour' }))
    expect(await link(page, 'Quay').getAttribute('class')).toBeNull()
    await follow(page, link(page, 'the other end'))
    expect(await page.locator('h1').innerText()).toBe('Gateways')
  })

  it('has a table of contents that leads to the headings', async () => {
    const page = await admin()
    await write(page, 'Contents', `## First\n\n## Next\n\n${'text\n\n'.repeat(60)}### Second & last\n\nend`)
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Second & last' }).click()
    expect(decodeURIComponent(new URL(page.url()).hash)).toMatch(/second/)
    expect(await page.evaluate('document.querySelector(location.hash).getBoundingClientRect().top < innerHeight')).toBe(true)
  })

  it('brings two edits together, and loses neither', async () => {
    const [one, two] = await Promise.all([admin(), admin()])
    await write(one, 'Two at once', 'first\n\nsecond\n\nthird')
    await Promise.all([one, two].map((each) => each.goto('/edit/Two%20at%20once')))
    await fill(one, 'FIRST of one\n\nsecond\n\nthird')
    await follow(one, button(one, 'Save'))
    await fill(two, 'first\n\nsecond\n\nTHIRD of two')
    await follow(two, button(two, 'Save'))
    expect(await two.getByRole('alert').innerText()).toMatch(/somebody else saved/)
    expect(await two.locator('#text').inputValue()).toBe('FIRST of one\n\nsecond\n\nTHIRD of two')
    await follow(two, button(two, 'Save'))
    expect(await prose(two)).toBe('FIRST of one\n\nsecond\n\nTHIRD of two')
  })

  it('shows both versions of a line that two have changed', async () => {
    const [one, two] = await Promise.all([admin(), admin()])
    await write(one, 'One line', 'the line')
    await Promise.all([one, two].map((each) => each.goto('/edit/One%20line')))
    await fill(one, 'the line of one')
    await follow(one, button(one, 'Save'))
    await fill(two, 'the line of two')
    await follow(two, button(two, 'Save'))
    const merged = await two.locator('#text').inputValue()
    expect(merged).toMatch(/<{7}[^]*the line of one[^]*={7}[^]*the line of two[^]*>{7}/)
    expect(await two.getByLabel('Your text, as you sent it').inputValue()).toContain('the line of two')
    expect(await prose(one)).toBe('the line of one')
  })

  it('keeps a history, compares any two revisions, and goes back', async () => {
    const page = await admin()
    await write(page, 'Past', 'one red line', { comment: 'began' })
    for (const colour of ['green', 'blue']) {
      await page.goto('/edit/Past')
      await fill(page, `one ${colour} line`, { comment: `now ${colour}` })
      await follow(page, button(page, 'Save'))
    }
    await follow(page, link(page, 'History'))
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringContaining('now blue'),
      expect.stringContaining('now green'),
      expect.stringContaining('began'),
    ])
    await page.getByLabel('From revision 1').check()
    await page.getByLabel('To revision 3').check()
    await follow(page, button(page, 'Compare'))
    expect([await page.locator('del').innerText(), await page.locator('ins').innerText()]).toEqual(['red', 'blue'])
    await follow(page, button(page, 'Go back to revision 1'))
    expect([await prose(page), await page.locator('.meta').innerText()]).toEqual(['one red line', expect.stringContaining('Revision 4')])
  })

  it('renames, and the old title leads on', async () => {
    const page = await admin()
    await write(page, 'Old name', 'here')
    await write(page, 'Points', '[[Old name]]')
    await page.goto('/page/Old%20name')
    await follow(page, link(page, 'Rename'))
    await page.getByLabel('New title').fill('New name')
    await follow(page, button(page, 'Rename'))
    expect(new URL(page.url()).pathname).toBe('/page/New%20name')
    await page.goto('/page/Points')
    await follow(page, link(page, 'Old name'))
    expect([await page.locator('h1').innerText(), await page.locator('article > .note').innerText()]).toEqual([
      'New name',
      expect.stringContaining('Old name'),
    ])
  })

  it('lists recent changes, as a page and as a feed', async () => {
    const [page, guest] = await Promise.all([admin(), visitor()])
    await write(page, 'News', 'new', { comment: 'look & see' })
    await guest.goto('/')
    await follow(guest, link(guest, 'Changes'))
    expect(await guest.locator('.changes li').first().innerText()).toMatch(/News[^]*admin[^]*look & see/)
    const feed = await fetched(guest, '/changes.atom')
    expect([feed.status, feed.headers['content-type']]).toEqual([200, expect.stringContaining('application/atom+xml')])
    const titles = await guest.evaluate(
      `[...new DOMParser().parseFromString(${JSON.stringify(feed.text)}, 'application/xml').querySelectorAll('feed > entry > title')].map(({ textContent }) => textContent)`,
    )
    expect(titles).toEqual(expect.arrayContaining([expect.stringContaining('News')]))
  })

  it('finds words and marks them', async () => {
    const [page, guest] = await Promise.all([admin(), visitor()])
    await write(page, 'Needle', 'somewhere a marlinspike lies in the hay')
    await guest.goto('/')
    await guest.getByRole('searchbox').fill('marlinspike')
    await Promise.all([guest.waitForEvent('load'), guest.keyboard.press('Enter')])
    expect(await guest.locator('.hits mark').innerText()).toBe('marlinspike')
    await follow(guest, link(guest, 'Needle'))
    expect(await prose(guest)).toContain('in the hay')
  })

  it('lists the pages of a tag', async () => {
    const [page, guest] = await Promise.all([admin(), visitor()])
    await write(page, 'Rope', 'hemp', { tags: 'Deck gear, ropes' })
    await guest.goto('/page/Rope')
    await follow(guest, guest.getByRole('list', { name: 'Tags' }).getByRole('link').first())
    expect(await guest.getByRole('main').getByRole('link').allInnerTexts()).toContain('Rope')
    await guest.goto('/tags')
    expect(await guest.locator('.tags').innerText()).toMatch(/ropes/)
  })
})
