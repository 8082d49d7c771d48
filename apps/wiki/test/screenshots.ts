// node apps/wiki/test/screenshots.ts ORIGIN FOLDER, with the password of `admin` in WIKI_ADMIN_PASSWORD: pictures of a wiki that runs, in light, in dark and on a phone.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './playwright.ts'

const [origin = 'http://localhost:3000', folder = 'screenshots'] = process.argv.slice(2)
const desk = { viewport: { width: 1200, height: 800 } }
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...desk, colorScheme: 'light' },
  dark: { ...desk, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 800 }, isMobile: true, deviceScaleFactor: 1.5, colorScheme: 'light' },
}
const text = `A cutter carries **one mast** and two headsails. See [[Rigging]] for how it is set, and [[Flags]] for what it says.

## Before you leave

- charts, and a pencil
- water for three days

## Under way

> Reef when you first think of it.

| Wind | Sail              |
| ---- | ----------------- |
| 10   | all of it         |
| 20   | one reef          |
| 30   | stay in the [[Harbour]] |

## Back again

\`\`\`js
const knots = (metresPerSecond) => metresPerSecond * 1.944
\`\`\`
`

mkdirSync(folder, { recursive: true })
const chromium = await launchChromium()
try {
  await prepare(chromium)
  for (const [look, options] of Object.entries(looks)) await take(chromium, look, options)
} finally {
  await chromium.close()
}

async function prepare(browser: Browser): Promise<void> {
  const page = await signedIn(browser, {})
  await save(page, 'Cutter', text, 'From the old handbook')
  await save(page, 'Cutter', text.replace('two headsails', 'two or three headsails').replace('three days', 'four days'), 'Count again')
  await save(page, 'Harbour', 'Where a [[Cutter]] waits for better wind.', 'Where to wait')
  await page.context().close()
}

async function take(browser: Browser, look: string, options: BrowserContextOptions): Promise<void> {
  const page = await signedIn(browser, options)
  for (const [name, path] of Object.entries({
    front: '/',
    page: '/page/Cutter',
    edit: '/edit/Cutter',
    diff: '/diff/Cutter?from=1&to=2',
    search: '/search?q=wind',
    changes: '/changes',
    admin: '/admin',
    account: '/account',
    files: '/files/Cutter',
    history: '/history/Cutter',
  })) {
    await page.goto(path)
    await page.screenshot({ path: join(folder, `${name}-${look}.png`) })
  }
  await merge(page, look)
  await page.screenshot({ path: join(folder, `merge-${look}.png`) })
  await page.context().close()
}

async function merge(page: Page, look: string): Promise<void> {
  const other = await page.context().newPage()
  await Promise.all([page, other].map((each) => each.goto('/edit/Harbour')))
  await send(other, `Where a [[Cutter]] waits for better wind, ${look}.`)
  await send(page, 'Where every [[Cutter]] waits for better wind.\n\nIt has a crane.')
}

async function signedIn(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: origin, ...options })).newPage()
  await page.goto('/login')
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(process.env.WIKI_ADMIN_PASSWORD ?? '')
  await Promise.all([page.waitForURL('**/'), page.getByRole('main').getByRole('button', { name: 'Log in' }).click()])
  return page
}

async function save(page: Page, title: string, content: string, comment: string): Promise<void> {
  await page.goto(`/edit/${title}`)
  await page.getByLabel('What have you changed?').fill(comment)
  await send(page, content)
}

async function send(page: Page, content: string): Promise<void> {
  await page.locator('#text').fill(content)
  await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Save', exact: true }).click()])
}
