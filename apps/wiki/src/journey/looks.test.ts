import type { Page } from 'playwright-core'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { axeViolations } from '../../test/axe-violations.ts'
import { button, fill, follow, visitors, write } from '../../test/visitors.ts'

const publicPages = [
  '/',
  '/page/Writing%20pages',
  '/page/Nobody%20wrote%20this',
  '/history/Gateways',
  '/backlinks/Gateways',
  '/files/Gateways',
  '/pages',
  '/tags',
  '/tag/looks',
  '/changes',
  '/search',
  '/search?q=gateway',
  '/login',
  '/register',
  '/new',
  '/nothing',
]
const pagesOfAdmin = [
  '/page/Looks',
  '/page/Looks?revision=1',
  '/new',
  '/edit/Looks',
  '/history/Looks',
  '/diff/Looks?from=1&to=2',
  '/rename/Looks',
  '/files/Looks',
  '/permissions/Looks',
  '/account',
  '/admin',
]

requireBinaries('chromium')('the looks of the wiki', () => {
  const { admin, visitor } = visitors()

  it.each(['light', 'dark'] as const)('has nothing serious for axe in %s', async (colorScheme) => {
    const [boss, guest] = await Promise.all([admin({ colorScheme }), visitor({ colorScheme })])
    if (colorScheme === 'light') await looks(boss)
    const found = new Map<string, string[]>()
    for (const [page, paths] of [
      [guest, publicPages],
      [boss, pagesOfAdmin],
    ] as const) {
      for (const path of paths) {
        await page.goto(path)
        found.set(path, await axeViolations(page))
      }
    }
    const stale = await merging(boss, colorScheme)
    found.set('a merge', await axeViolations(stale))
    expect([...found].filter(([, violations]) => violations.length > 0)).toEqual([])
  })

  it('is dark where the system is, and where somebody chose it, without a script', async () => {
    const background = (page: Page) => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const [light, dark] = await Promise.all([visitor({ colorScheme: 'light' }), visitor({ colorScheme: 'dark' })])
    await Promise.all([light.goto('/page/Gateways'), dark.goto('/page/Gateways')])
    const [white, black] = await Promise.all([background(light), background(dark)])
    expect(white).not.toBe(black)
    await follow(light, light.getByRole('button', { name: 'Dark' }))
    expect([new URL(light.url()).pathname, await background(light)]).toEqual(['/page/Gateways', black])
    await light.goto('/changes')
    expect(await background(light)).toBe(black)
    await follow(light, light.getByRole('button', { name: 'Auto' }))
    expect(await background(light)).toBe(white)
  })

  it('prints the page without what is around it', async () => {
    const page = await visitor({ colorScheme: 'dark' })
    await page.goto('/page/Gateways')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('h1').isVisible()).toBe(true)
    for (const around of ['header.site', 'footer.site', 'nav.actions'])
      expect([around, await page.locator(around).isVisible()]).toEqual([around, false])
    const colour = String(await page.evaluate('getComputedStyle(document.querySelector(".prose p")).color'))
    const background = String(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'))
    expect([brightness(colour) < 80, background === 'rgba(0, 0, 0, 0)' || brightness(background) > 240]).toEqual([true, true])
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it.each([...publicPages, ...pagesOfAdmin])('fits a phone at %s', async (path) => {
    const page = await phone()
    await page.goto(path)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  let shared: Page | undefined
  async function phone(): Promise<Page> {
    shared ??= await admin({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
    return shared
  }

  async function looks(page: Page): Promise<void> {
    await write(
      page,
      'Looks',
      '## One\n\ntext `code` [[Gateways]] [[Missing]]\n\n## Two\n\n> said\n\n## Three\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```js\nlet x = 1\n```',
      {
        tags: 'looks',
        comment: 'first',
      },
    )
    await page.goto('/edit/Looks')
    await fill(page, '## One\n\nother text `code` [[Gateways]] [[Missing]]\n\n## Two\n\n> said\n\n## Three', { comment: 'second' })
    await follow(page, button(page, 'Save'))
  }

  async function merging(page: Page, word: string): Promise<Page> {
    const other = await page.context().newPage()
    await Promise.all([page.goto('/edit/Looks'), other.goto('/edit/Looks')])
    await fill(page, `one ${word}`)
    await follow(page, button(page, 'Save'))
    await fill(other, `other ${word}`)
    await follow(other, button(other, 'Save'))
    return other
  }
})

requireBinaries('chromium')('keyboard shortcuts', () => {
  const { admin } = visitors()

  it('goes where the keys say, and saves', async () => {
    const page = await admin()
    await page.goto('/page/Gateways')
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).toBe('search')
    await page.keyboard.type('e?')
    expect([await page.inputValue('#search'), await page.locator('dialog').count()]).toEqual(['e?', 0])
    await page.evaluate('document.activeElement.blur()')
    await Promise.all([page.waitForURL('**/edit/Gateways'), page.keyboard.press('e')])
    await page.locator('#text').fill('saved by key')
    await Promise.all([page.waitForURL('**/page/Gateways'), page.locator('#text').press('Control+Enter')])
    expect(await page.locator('.prose').innerText()).toBe('saved by key')
  })

  it('shows them all in a dialog that Escape closes, and turns them off', async () => {
    const page = await admin()
    await page.goto('/page/Gateways')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').innerText()).toMatch(/Edit[^]*History/)
    expect(await axeViolations(page)).toEqual([])
    await page.getByLabel('Keys without Ctrl work').uncheck()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('h')
    await page.waitForTimeout(300)
    expect(new URL(page.url()).pathname).toBe('/page/Gateways')
  })

  it('leads past the header with the first Tab', async () => {
    const page = await admin()
    await page.goto('/page/Gateways')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#content')
  })
})

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return (red + green + blue) / 3
}
