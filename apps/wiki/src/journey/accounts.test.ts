import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { adminPassword } from '../../test/test-wiki.ts'
import { button, fetched, fill, follow, link, logIn, prose, visitors, write } from '../../test/visitors.ts'

const password = 'quay side lantern'

requireBinaries('chromium')('accounts in a browser', () => {
  const { admin, visitor } = visitors()

  async function registered(name: string) {
    const page = await visitor()
    await page.goto('/register')
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('The same again').fill(password)
    await follow(page, button(page, 'Make it'))
    return page
  }

  it('registers, logs out and logs in again', async () => {
    const page = await registered('Ada')
    expect(await page.locator('h1').innerText()).toBe('Ada')
    await follow(page, button(page, 'Log out'))
    expect((await fetched(page, '/account')).status).toBe(403)
    await logIn(page, 'ada', 'not the password')
    expect(await page.getByRole('alert').innerText()).toBe('The name or the password is wrong.')
    await logIn(page, 'Ada', password)
    await follow(page, link(page, 'Ada'))
    expect(await page.getByRole('main').innerText()).toContain('Your role is reader.')
  })

  it('remembers who wants it for longer than the browser is open', async () => {
    await registered('Bo')
    const [once, kept] = await Promise.all([visitor(), visitor()])
    await logIn(once, 'Bo', password)
    await logIn(kept, 'Bo', password, { remember: true })
    const days = async (page: typeof once) => {
      const session = (await page.context().cookies()).find(({ name }) => name.endsWith('session'))
      return session ? (session.expires - Date.now() / 1000) / 86_400 : Number.NaN
    }
    expect(await days(once)).toBeLessThan(1.1)
    expect(await days(kept)).toBeGreaterThan(13)
  })

  it('leads whoever may not yet through the login, and back', async () => {
    const page = await visitor()
    await page.goto('/edit/Gateways')
    await follow(page, page.getByRole('main').getByRole('link', { name: 'Log in' }))
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password').fill(adminPassword)
    await follow(page, button(page, 'Log in'))
    expect(new URL(page.url()).pathname).toBe('/edit/Gateways')
  })

  it('lets only administrators delete a page, and restore it', async () => {
    const [keeper, reader, stranger] = [await admin(), await registered('Orla'), await visitor()]
    await write(keeper, 'Driftwood', 'Washed ashore.')
    for (const page of [reader, stranger]) {
      await page.goto('/page/Driftwood')
      expect(await link(page, 'Delete').count()).toBe(0)
    }
    expect((await fetched(reader, '/delete/Driftwood')).status).toBe(403)
    await stranger.goto('/delete/Driftwood')
    expect(new URL(stranger.url()).pathname).toBe('/login')

    await keeper.goto('/page/Driftwood')
    await follow(keeper, link(keeper, 'Delete'))
    await follow(keeper, button(keeper, 'Delete this page'))
    expect((await fetched(reader, '/page/Driftwood')).status).toBe(410)
    await reader.goto('/page/Driftwood')
    expect(await reader.getByRole('main').innerText()).toContain('This page was deleted')

    await keeper.goto('/page/Driftwood')
    await follow(keeper, button(keeper, 'Restore this page'))
    await reader.goto('/page/Driftwood')
    expect(await prose(reader)).toContain('Washed ashore.')
  })

  it('lists sessions, ends one, ends all others', async () => {
    const [here, there, elsewhere] = [await registered('Cy'), await visitor(), await visitor()]
    await logIn(there, 'Cy', password)
    await logIn(elsewhere, 'Cy', password)
    await here.goto('/account')
    expect(await here.locator('.pages li').count()).toBe(3)
    await follow(here, here.getByRole('button', { name: 'Log out there' }).first())
    expect(await here.locator('.pages li').count()).toBe(2)
    await follow(here, button(here, 'Log out everywhere else'))
    expect(await here.locator('.pages li').count()).toBe(1)
    for (const other of [there, elsewhere]) expect((await fetched(other, '/account')).status).toBe(403)
  })

  it('changes a password, which ends all other sessions', async () => {
    const [here, there] = [await registered('Di'), await visitor()]
    await logIn(there, 'Di', password)
    await here.goto('/account')
    await here.getByLabel('Present password').fill(password)
    await here.getByLabel('New password').fill('another lantern lit')
    await here.getByLabel('The same again').fill('another lantern lit')
    await follow(here, button(here, 'Change it'))
    expect([(await fetched(here, '/account')).status, (await fetched(there, '/account')).status]).toEqual([200, 403])
    await logIn(there, 'Di', password)
    expect(await there.getByRole('alert').innerText()).toMatch(/wrong/)
    await logIn(there, 'Di', 'another lantern lit')
    expect(await link(there, 'Di').count()).toBe(1)
  })

  it('lets an administrator make an editor, and give a new password', async () => {
    const [boss, page] = [await admin(), await registered('Ed')]
    expect((await fetched(page, '/new')).status).toBe(403)
    expect((await fetched(page, '/admin')).status).toBe(403)
    await boss.goto('/')
    await follow(boss, link(boss, 'Admin'))
    await boss.getByLabel('Role of Ed', { exact: true }).selectOption('editor')
    await follow(boss, button(boss, 'Save the role of Ed'))
    await write(page, 'By Ed', 'an editor wrote this')
    expect(await prose(page)).toBe('an editor wrote this')
    await follow(boss, button(boss, 'New password for Ed'))
    const given = await boss.getByRole('status').locator('code').innerText()
    expect((await fetched(page, '/account')).status).toBe(403)
    await logIn(page, 'Ed', given)
    expect(await link(page, 'Ed').count()).toBe(1)
  })

  it('keeps a page from those who may not read it, wherever it would be named', async () => {
    const [boss, guest] = await Promise.all([admin(), visitor()])
    await write(boss, 'Treasure', 'the doubloons are buried', { tags: 'gold' })
    await follow(boss, link(boss, 'Permissions'))
    await boss.getByLabel('Who may read it').selectOption({ label: await lastOption(boss) })
    await follow(boss, button(boss, 'Save'))
    expect((await guest.goto('/page/Treasure'))?.status()).toBe(403)
    for (const path of ['/search?q=doubloons', '/pages', '/changes', '/changes.atom', '/tags', '/tag/gold']) {
      expect([path, (await fetched(guest, path)).text]).toEqual([path, expect.not.stringMatching(/Treasure|buried/)])
    }
    await boss.goto('/page/Treasure')
    expect(await prose(boss)).toContain('doubloons')
  })

  it('changes what the wiki is called', async () => {
    const [boss, guest] = await Promise.all([admin(), visitor()])
    await boss.goto('/admin')
    await boss.getByLabel('What it is called').fill('Ship’s <log>')
    await follow(boss, boss.getByRole('main').getByRole('button', { name: 'Save', exact: true }).first())
    await guest.goto('/')
    expect(await guest.title()).toContain('Ship’s <log>')
  })

  it('keeps the text of who was logged out meanwhile', async () => {
    const [boss, elsewhere] = [await visitor(), await admin()]
    await logIn(boss, 'admin', adminPassword)
    await boss.goto('/edit/Gateways')
    await elsewhere.goto('/account')
    await follow(elsewhere, button(elsewhere, 'Log out everywhere else'))
    await fill(boss, 'a long text')
    await follow(boss, button(boss, 'Save'))
    expect(await boss.getByRole('alert').innerText()).toContain('You are not logged in any more.')
    expect(await boss.locator('#text').inputValue()).toContain('a long text')
  })

  async function lastOption(page: Awaited<ReturnType<typeof visitor>>): Promise<string> {
    return (await page.locator('#read option').last().innerText()).trim()
  }
})
