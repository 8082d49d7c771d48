import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { launchChromium } from './playwright.ts'
import { serveWiki, type ServedWiki } from './served-wiki.ts'
import { adminPassword } from './test-wiki.ts'

/** A wiki, and the browsers of those who visit it. */
export interface Visitors {
  readonly origin: string
  /** A browser of somebody who was never here. */
  visitor(options?: BrowserContextOptions): Promise<Page>
  /** One in which the administrator is logged in, with the one session that all of them share. */
  admin(options?: BrowserContextOptions): Promise<Page>
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

/** A served wiki and Chromium for the tests of a file; whatever a script of a page throws fails them. */
export function visitors(): Visitors {
  let wiki: ServedWiki | undefined
  let chromium: Browser | undefined
  const mistakes: Error[] = []
  let session: Promise<Session> | undefined
  beforeAll(async () => {
    ;[wiki, chromium] = await Promise.all([serveWiki(), launchChromium()])
  })
  afterEach(() => {
    expect(mistakes.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await chromium?.close()
    await wiki?.stop()
  })

  async function visitor(options: BrowserContextOptions = {}): Promise<Page> {
    if (!wiki || !chromium) throw new TypeError('there is a wiki when the tests run')
    const context = await chromium.newContext({ baseURL: wiki.origin, ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.on('pageerror', (error) => mistakes.push(error))
    return page
  }

  async function loggedIn(): Promise<Session> {
    const page = await visitor()
    await logIn(page, 'admin', adminPassword)
    return page.context().storageState()
  }

  return {
    get origin() {
      return wiki?.origin ?? ''
    },
    visitor,
    async admin(options) {
      session ??= loggedIn()
      return visitor({ ...options, storageState: await session })
    },
  }
}

/** Logs in through the form. */
export async function logIn(page: Page, name: string, password: string, { remember = false }: { remember?: boolean } = {}): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  if (remember) await page.getByLabel('Keep me logged in').check()
  await follow(page, button(page, 'Log in'))
}

/** Clicks, and waits for the page that it leads to. */
export async function follow(page: Page, target: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), target.click()])
}

/** The button of the content with this name. */
export function button(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true })
}

/** The link with this name. */
export function link(page: Page, name: string): Locator {
  return page.getByRole('link', { name, exact: true })
}

/** Writes a page through the form. */
export async function write(
  page: Page,
  title: string,
  text: string,
  { tags = '', comment = '' }: { tags?: string; comment?: string } = {},
): Promise<void> {
  await page.goto('/new')
  await page.getByLabel('Title').fill(title)
  await fill(page, text, { tags, comment })
  await follow(page, button(page, 'Save'))
}

/** Fills the form of a page. */
export async function fill(page: Page, text: string, { tags = '', comment = '' }: { tags?: string; comment?: string } = {}): Promise<void> {
  await page.locator('#text').fill(text)
  if (tags !== '') await page.getByLabel('Tags').fill(tags)
  if (comment !== '') await page.getByLabel('What have you changed?').fill(comment)
}

/** The text that is shown as the page's. */
export function prose(page: Page): Promise<string> {
  return page.locator('.prose').innerText()
}

/** The answer to a request with the cookies of a page. */
export async function fetched(
  page: Page,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const response = await page.request.get(path, { headers })
  return { status: response.status(), headers: response.headers(), text: await response.text() }
}
